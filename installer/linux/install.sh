#!/bin/sh
# Puts Digitrec into the menu of the person who runs this, or takes it out again (--uninstall).
# The program itself stays where it was unpacked; after moving the folder, run this again.
set -eu

id=org.digitrec.Digitrec
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
share=${XDG_DATA_HOME:-${HOME:?tells whose menu is meant, and is not set}/.local/share}
entry=$share/applications/$id.desktop
icons=$share/icons/hicolor

refresh() { # menus notice by themselves sooner or later; where these tools are, sooner
  if command -v update-desktop-database >/dev/null 2>&1; then
    update-desktop-database -q "$share/applications" || :
  fi
  if [ -f "$icons/icon-theme.cache" ] && command -v gtk-update-icon-cache >/dev/null 2>&1; then
    gtk-update-icon-cache -q -t "$icons" || :
  fi
}

# Of folders that are empty now, those that this script makes; others stay.
tidy() {
  for folder in "$icons"/64x64/apps "$icons"/64x64 "$icons"/256x256/apps "$icons"/256x256 \
    "$icons"/512x512/apps "$icons"/512x512 "$icons" "$share/icons" "$share/applications"; do
    rmdir "$folder" 2>/dev/null || :
  done
}

case "${1:-}" in
  --uninstall)
    rm -f "$entry" "$icons"/64x64/apps/digitrec.png "$icons"/256x256/apps/digitrec.png \
      "$icons"/512x512/apps/digitrec.png
    refresh
    # The list of what opens what, which update-desktop-database keeps; empty, it is nobody's.
    list=$share/applications/mimeinfo.cache
    if [ -f "$list" ] && [ "$(cat "$list")" = '[MIME Cache]' ]; then rm -f "$list"; fi
    tidy
    echo "Digitrec is no longer in the menu. Your drawings and settings are where they were;"
    echo "the program is in $here, to be deleted like any folder."
    ;;
  '')
    pictures=$here/_internal/digitrec/resources/icons
    for size in 64 256 512; do
      name=digitrec-$size.png
      [ "$size" != 256 ] || name=digitrec.png
      mkdir -p "$icons/${size}x$size/apps"
      cp "$pictures/$name" "$icons/${size}x$size/apps/digitrec.png"
      chmod 644 "$icons/${size}x$size/apps/digitrec.png"
    done
    # The path as a desktop entry has it: quoted for its Exec, and that once more as a string
    # (Desktop Entry Specification, "The Exec key").
    path=$(printf '%s\n' "$here/digitrec" |
      sed -e 's/[\\"`$]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g')
    mkdir -p "$share/applications"
    while IFS= read -r line; do
      case $line in
        Exec=*) printf 'Exec="%s"\n' "$path" ;;
        *) printf '%s\n' "$line" ;;
      esac
    done <"$here/share/$id.desktop" >"$entry.new"
    mv -f "$entry.new" "$entry"
    refresh
    echo "Digitrec is in the menu. To take it out: $here/install.sh --uninstall"
    ;;
  *)
    echo "install.sh: give no word, or --uninstall" >&2
    exit 2
    ;;
esac
