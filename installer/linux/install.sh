#!/bin/sh
# Adds Digitrec to the menu of the user who runs this, or removes it (--uninstall).
# The program itself stays where it was unpacked; after moving its folder, run this again.
set -eu

id=org.digitrec.Digitrec
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
share=${XDG_DATA_HOME:-${HOME:?is not set, so there is no menu}/.local/share}
entry=$share/applications/$id.desktop
icons=$share/icons/hicolor

refresh() { # menus update by themselves eventually; these tools make it immediate
  if command -v update-desktop-database >/dev/null 2>&1; then
    update-desktop-database -q "$share/applications" || :
  fi
  if [ -f "$icons/icon-theme.cache" ] && command -v gtk-update-icon-cache >/dev/null 2>&1; then
    gtk-update-icon-cache -q -t "$icons" || :
  fi
}

# Removes the folders that this script creates, if they are empty now.
remove_empty_folders() {
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
    # The list of file types, which update-desktop-database writes; an empty one is useless.
    list=$share/applications/mimeinfo.cache
    if [ -f "$list" ] && [ "$(cat "$list")" = '[MIME Cache]' ]; then rm -f "$list"; fi
    remove_empty_folders
    echo "Digitrec has been removed from the menu. Your drawings and settings are kept."
    echo "To remove the program itself, delete its folder: $here"
    ;;
  '')
    # An older version kept its resources here. They stay if a new one is unpacked over it.
    rm -rf "$here/_internal/app"
    pictures=$here/_internal/digitrec/resources/icons
    for size in 64 256 512; do
      name=digitrec-$size.png
      [ "$size" != 256 ] || name=digitrec.png
      mkdir -p "$icons/${size}x$size/apps"
      cp "$pictures/$name" "$icons/${size}x$size/apps/digitrec.png"
      chmod 644 "$icons/${size}x$size/apps/digitrec.png"
    done
    # The path in a desktop entry is quoted for Exec, and the result is quoted as a string
    # (Desktop Entry Specification, "The Exec key").
    path=$(printf '%s\n' "$here/digitrec" |
      sed -e 's/[\\"`$]/\\&/g' -e 's/\\/\\\\/g' -e 's/%/%%/g')
    mkdir -p "$share/applications"
    while IFS= read -r line; do
      case $line in
        Exec=*) printf 'Exec="%s"%s\n' "$path" "${line#Exec=digitrec}" ;;
        *) printf '%s\n' "$line" ;;
      esac
    done <"$here/share/$id.desktop" >"$entry.new"
    mv -f "$entry.new" "$entry"
    refresh
    echo "Digitrec has been added to the menu. To remove it: $here/install.sh --uninstall"
    ;;
  *)
    echo "usage: install.sh [--uninstall]" >&2
    exit 2
    ;;
esac
