#!/bin/sh
# Tests the packages for Linux in a minimal Debian without Python. Use a container or a chroot that
# can be thrown away, because this installs and removes packages.
#   sh installer/linux/try.sh FOLDER-OF-PACKAGES
# Run it as root. The first half has only the packages and a font: each must bring everything that
# it needs. The second half draws with a pointer on a display. If DISPLAY is set, that display is
# used from the beginning; otherwise Xvfb is installed for the second half.
set -eu

step='checking the system and the packages'
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

now() { # the next step, which a failure message names
  step=$1
  echo "- $step"
}
fail() {
  step="$step: $1"
  exit 1
}

packages=${1:?is missing: the folder of packages}
[ "$(id -u)" = 0 ] || fail 'only root can install packages'
for python in python python3; do
  ! command -v "$python" >/dev/null || fail "this system has Python: $(command -v "$python")"
done
cd "$packages"
packages=$(pwd -P)
set -- digitrec_*.deb digitrec-*-linux-*.tar.xz
[ $# = 2 ] && [ -f "$1" ] && [ -f "$2" ] || fail "$packages must have one .deb and one tar.xz: $*"
deb=$packages/$1
archive=$packages/$2
sha256sum --check --strict --quiet SHA256SUMS || fail 'the checksums do not match'

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

as_person() { # without root's environment
  ${exec:-} setpriv --reuid="$person" --regid="$person" --init-groups env -i HOME="$home" PATH=/usr/bin:/bin LANG=C.UTF-8 \
    ${DISPLAY:+DISPLAY="$DISPLAY"} "$@"
}

# All paths, except what Debian itself writes when packages are installed, and the user's settings,
# drawings, logs and font caches.
files() {
  find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /run -o -path "$work" \
    -o -path "$packages" -o -path /var/lib/dpkg -o -path /var/lib/apt -o -path /var/cache \
    -o -path /var/log -o -path /etc/ld.so.cache -o -path "$folder" -o -path '/tmp/.X*' \
    -o -path "$home/.config" -o -path "$home/.local/share/Digitrec" \
    -o -path "$home/.local/state/Digitrec" -o -path "$home/.cache/fontconfig" \) -prune -o -print |
    grep -vxE "$home/\.(cache|local|local/share|local/state)" | LC_ALL=C sort
}
nothing_stays() { # compared with the list $1
  files >"$work/after"
  diff "$1" "$work/after" >"$work/log" || fail 'files are left over or missing'
  for left in "$home"/.config/*; do
    [ ! -e "$left" ] || [ "$left" = "$home/.config/Digitrec" ] || fail "$left is left over"
  done
}

seven='{"strokes": [[[10, 10], [40, 9], [70, 8], [60, 40], [48, 70], [40, 100]]]}'
use() { # the program $1, without a pointer
  as_person "$1" --version | grep -qF "$version" || fail "$1 does not have version $version"
  as_person "$1" info | grep -q 'sha256: [0-9a-f]\{64\}' || fail "$1 names no model"
  echo "$seven" | as_person "$1" predict --json - | grep -q '"text": "7"' || fail "$1 does not read the 7"
  [ -z "${DISPLAY:-}" ] || as_person "$1" --self-test >"$work/log" 2>&1 || fail "$1 --self-test"
  : >"$work/log"
}

await() { # waits up to a minute for a line like $1 in the trace
  for _ in $(seq 600); do
    ! grep -q "$1" "$work/trace" || return 0
    sleep 0.1
  done
  cp "$work/trace" "$work/log"
  fail "the trace has no $1"
}
draw() { # draws a 7 with the pointer in the window of $1, and checks that it is kept
  exec=exec as_person DIGITREC_TRACE=1 "$1" 2>"$work/trace" &
  running=$!
  await '"event": "model"'
  # shellcheck disable=SC2046 # four numbers
  set -- "$1" $(sed -n 's/.*"canvas": \[\([0-9]*\), \([0-9]*\), \([0-9]*\), \([0-9]*\)\].*/\1 \2 \3 \4/p' \
    "$work/trace")
  [ $# = 5 ] || fail 'the trace has no canvas'
  side=$5
  at() { echo "mousemove $(($1 * side / 200 + x)) $(($2 * side / 200 + y)) sleep 0.03"; }
  x=$(($2 + $4 / 2 - side / 4))
  y=$(($3 + side / 4))
  # shellcheck disable=SC2046 # commands of xdotool
  xdotool sleep 1 $(at 10 10) mousedown 1 $(at 25 10) $(at 40 9) $(at 55 9) $(at 70 8) $(at 65 24) \
    $(at 60 40) $(at 54 55) $(at 48 70) $(at 44 85) $(at 40 100) mouseup 1
  await '"event": "reading".*"text": "7"'
  sleep 1
  kill "$running"
  wait "$running" 2>/dev/null || [ $? = 143 ] || fail 'it does not end on SIGTERM' # 128 + SIGTERM
  as_person "$1" history list --json | tail -n 1 | grep -q '"text": "7"' || fail 'the 7 is not in the history'
}

install_deb() {
  before=$work/before
  files >"$before"
  get install "$deb"
}
remove_deb() {
  get purge --autoremove digitrec
  nothing_stays "$before"
}

now 'a user, a font and xz'
useradd --create-home "$person"
get update
get install fonts-dejavu-core xz-utils
version=$(dpkg-deb --field "$deb" Version)

now "$(basename "$archive") by itself"
as_person mkdir "$folder"
as_person tar -C "$folder" -xf "$archive"
program="$folder/digitrec/digitrec"
use "$program"

now "$(basename "$deb") by itself"
dpkg-deb --contents "$deb" >"$work/contents"
for part in bin/digitrec share/applications/org.digitrec.Digitrec.desktop share/man/man1/digitrec.1.gz \
  share/metainfo/org.digitrec.Digitrec.metainfo.xml share/icons/hicolor/scalable/apps/digitrec.svg \
  share/doc/digitrec/copyright lib/digitrec/_internal/licences/README.txt; do
  grep -qE " \./usr/$part( ->|\$)" "$work/contents" || fail "the package has no $part"
done
install_deb
# Containers skip documentation (dpkg's path-exclude), which is not the package's fault.
! dpkg --verify digitrec | grep -vE ' /usr/share/(doc|man|lintian)/' >"$work/log" ||
  fail 'files differ from the package'
find /usr/lib/digitrec -type f \( -name '*.so*' -o -name digitrec \) >"$work/libraries"
while IFS= read -r library; do
  ! LD_LIBRARY_PATH=/usr/lib/digitrec/_internal ldd "$library" 2>&1 | grep 'not found' >"$work/log" ||
    fail "$library does not find all its libraries"
done <"$work/libraries"
use digitrec
remove_deb

now 'a display and a pointer'
# shellcheck disable=SC2046 # one argument or none
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
grep -qxF "Exec=\"$program\" %F" "$home/.local/share/applications/org.digitrec.Digitrec.desktop" ||
  fail 'its menu entry starts something else'
as_person "$folder/digitrec/install.sh" --uninstall >/dev/null
rm -r "$folder"
nothing_stays "$work/unpacked"

now "$(basename "$deb"), with a pointer"
install_deb
use digitrec
draw digitrec
remove_deb
[ -s "$home/.local/share/Digitrec/history.sqlite3" ] || fail 'the drawings were deleted'
echo "both packages work, and can be removed completely"
