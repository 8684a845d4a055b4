#!/bin/sh
# Tries what build.py packed for Linux, in a Debian as it comes, without Python: a container or a
# chroot that may be thrown away, since it puts packages in and out.
#   sh installer/linux/try.sh FOLDER-OF-PACKAGES
# As root. First with nothing but the packages and a font, where each must bring all that it needs;
# then on a screen, with a pointer that draws. DISPLAY, where it is set, is the screen from the
# first; otherwise Xvfb is put in for the second half.
set -eu

step='looking at what there is'
work=''
server=''
finish() {
  status=$?
  trap - EXIT
  [ -z "$server" ] || kill "$server" 2>/dev/null || :
  if [ "$status" != 0 ]; then
    [ ! -s "$work/log" ] || tail -n 25 "$work/log" >&2
    echo "try.sh: FAILED: $step" >&2
  fi
  [ -z "$work" ] || rm -rf "$work"
  exit "$status"
}
trap finish EXIT

now() { # the step that follows, by which a failure is named
  step=$1
  echo "- $step"
}
fail() {
  step="$step: $1"
  exit 1
}

packages=${1:?names no folder of packages}
[ "$(id -u)" = 0 ] || fail 'only root can put packages in and out'
for python in python python3; do
  ! command -v "$python" >/dev/null || fail "this is no bare system, it has $(command -v "$python")"
done
cd "$packages"
packages=$(pwd -P)
set -- digitrec_*.deb digitrec-*-linux-*.tar.xz
[ $# = 2 ] && [ -f "$1" ] && [ -f "$2" ] || fail "$packages has not one .deb and one tar.xz: $*"
deb=$packages/$1
archive=$packages/$2
sha256sum --check --strict --quiet SHA256SUMS || fail 'the sums are of other files'

work=$(mktemp -d)
chmod 755 "$work"
person=person
home=/home/$person
folder="$home/Downloads, où ça"
quietly() {
  "$@" >"$work/log" 2>&1 || fail "$* failed"
  : >"$work/log"
}
get() { DEBIAN_FRONTEND=noninteractive quietly apt-get --yes --no-install-recommends "$@"; }

as_person() { # with nothing of root's surroundings
  ${exec:-} setpriv --reuid="$person" --regid="$person" --init-groups env -i HOME="$home" PATH=/usr/bin:/bin LANG=C.UTF-8 \
    ${DISPLAY:+DISPLAY="$DISPLAY"} "$@"
}

# All paths that there are, but for what Debian itself writes when anything is put in or out, and
# for the person's own: settings, drawings and logs, and what fontconfig keeps of fonts.
files() {
  find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path "$work" \
    -o -path "$packages" -o -path /var/lib/dpkg -o -path /var/lib/apt -o -path /var/cache \
    -o -path /var/log -o -path /etc/ld.so.cache -o -path "$folder" -o -path '/tmp/.X*' \
    -o -path "$home/.config" -o -path "$home/.local/share/Digitrec" \
    -o -path "$home/.local/state/Digitrec" -o -path "$home/.cache/fontconfig" \) -prune -o -print |
    grep -vxE "$home/\.(cache|local|local/share|local/state)" | LC_ALL=C sort
}
nothing_stays() { # since the list $1 was made
  files >"$work/after"
  diff "$1" "$work/after" >"$work/log" || fail 'files stay, or are gone'
  for left in "$home"/.config/*; do
    [ ! -e "$left" ] || [ "$left" = "$home/.config/Digitrec" ] || fail "$left stays"
  done
}

seven='{"strokes": [[[10, 10], [40, 9], [70, 8], [60, 40], [48, 70], [40, 100]]]}'
use() { # the program $1, without a pointer
  as_person "$1" --version | grep -qF "$version" || fail "$1 is not of version $version"
  as_person "$1" info | grep -q 'sha256: [0-9a-f]\{64\}' || fail "$1 names no model"
  echo "$seven" | as_person "$1" predict --json - | grep -q '"text": "7"' || fail "$1 reads no 7"
  [ -z "${DISPLAY:-}" ] || as_person "$1" --self-test >"$work/log" 2>&1 || fail "$1 --self-test"
  : >"$work/log"
}

await() { # a line like $1 in the trace, for a minute
  for _ in $(seq 600); do
    ! grep -q "$1" "$work/trace" || return 0
    sleep 0.1
  done
  cp "$work/trace" "$work/log"
  fail "its trace has no $1"
}
draw() { # a 7 with the pointer in the window of the program $1, which keeps it
  exec=exec as_person DIGITREC_TRACE=1 "$1" 2>"$work/trace" &
  running=$!
  await '"event": "model"'
  # shellcheck disable=SC2046 # four numbers
  set -- "$1" $(sed -n 's/.*"canvas": \[\([0-9]*\), \([0-9]*\), \([0-9]*\), \([0-9]*\)\].*/\1 \2 \3 \4/p' \
    "$work/trace")
  [ $# = 5 ] || fail 'the trace names no place to draw'
  side=$5
  at() { echo "mousemove $(($1 * side / 200 + x)) $(($2 * side / 200 + y)) sleep 0.03"; }
  x=$(($2 + $4 / 2 - side / 4))
  y=$(($3 + side / 4))
  # shellcheck disable=SC2046 # words of xdotool
  xdotool sleep 1 $(at 10 10) mousedown 1 $(at 25 10) $(at 40 9) $(at 55 9) $(at 70 8) $(at 65 24) \
    $(at 60 40) $(at 54 55) $(at 48 70) $(at 44 85) $(at 40 100) mouseup 1
  await '"event": "reading".*"text": "7"'
  sleep 1
  kill "$running"
  wait "$running" 2>/dev/null || [ $? = 143 ] || fail 'it does not end as it is told' # 128 and SIGTERM
  as_person "$1" history list --json | tail -n 1 | grep -q '"text": "7"' || fail 'the 7 is not kept'
}

put_in() {
  before=$work/before
  files >"$before"
  get install "$deb"
}
take_out() {
  get purge --autoremove digitrec
  nothing_stays "$before"
}

now 'a person, a font, and what unpacks'
useradd --create-home "$person"
get update
get install fonts-dejavu-core xz-utils
version=$(dpkg-deb --field "$deb" Version)

now "$(basename "$archive"), alone"
as_person mkdir "$folder"
as_person tar -C "$folder" -xf "$archive"
program="$folder/digitrec/digitrec"
use "$program"

now "$(basename "$deb"), alone"
dpkg-deb --contents "$deb" >"$work/contents"
for part in bin/digitrec share/applications/org.digitrec.Digitrec.desktop share/man/man1/digitrec.1.gz \
  share/metainfo/org.digitrec.Digitrec.metainfo.xml share/icons/hicolor/scalable/apps/digitrec.svg \
  share/doc/digitrec/copyright lib/digitrec/_internal/licences/README.txt; do
  grep -qE " \./usr/$part( ->|\$)" "$work/contents" || fail "it has no $part"
done
put_in
# Containers leave out documents (dpkg's path-exclude), which is no fault of the package.
! dpkg --verify digitrec | grep -vE ' /usr/share/(doc|man|lintian)/' >"$work/log" ||
  fail 'files are not as packed'
find /usr/lib/digitrec -type f \( -name '*.so*' -o -name digitrec \) >"$work/libraries"
while IFS= read -r library; do
  ! LD_LIBRARY_PATH=/usr/lib/digitrec/_internal ldd "$library" 2>&1 | grep 'not found' >"$work/log" ||
    fail "$library finds not all that it needs"
done <"$work/libraries"
use digitrec
take_out

now 'a screen and a pointer'
# shellcheck disable=SC2046 # one word, or none
get install xdotool $([ -n "${DISPLAY:-}" ] || echo xvfb)
if [ -z "${DISPLAY:-}" ]; then
  Xvfb :77 -screen 0 1280x960x24 -nolisten tcp >/dev/null 2>&1 &
  server=$!
  DISPLAY=:77
  for _ in $(seq 300); do
    [ ! -S /tmp/.X11-unix/X77 ] || break
    sleep 0.1
  done
fi

now "$(basename "$archive"), with a pointer and in the menu"
files >"$work/unpacked"
use "$program"
draw "$program"
as_person "$folder/digitrec/install.sh" >/dev/null
grep -qxF "Exec=\"$program\"" "$home/.local/share/applications/org.digitrec.Digitrec.desktop" ||
  fail 'its entry in the menu starts something else'
as_person "$folder/digitrec/install.sh" --uninstall >/dev/null
rm -r "$folder"
nothing_stays "$work/unpacked"

now "$(basename "$deb"), with a pointer"
put_in
use digitrec
draw digitrec
take_out
[ -s "$home/.local/share/Digitrec/history.sqlite3" ] || fail 'the drawings are gone'
echo "the programs in both work, and go again"
