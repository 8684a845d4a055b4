#!/bin/sh
# Tests the package for macOS: opens the disk image, copies the program, runs its self-test.
#   sh installer/macos/try.sh FOLDER-OF-PACKAGES
set -eu

packages=${1:?is missing: the folder of packages}
dmg=$(ls "$packages"/digitrec-*.dmg)
place=$(mktemp -d)
trap 'hdiutil detach -quiet "$place/dmg" || true; rm -rf "$place"' EXIT

hdiutil attach -nobrowse -readonly -mountpoint "$place/dmg" "$dmg"
[ "$(readlink "$place/dmg/Applications")" = /Applications ]
cp -R "$place/dmg/Digitrec.app" "$place/"
app=$place/Digitrec.app

plutil -lint "$app/Contents/Info.plist"
codesign --verify --deep --strict --verbose=2 "$app"

# Without Python and the builder's variables, and with drawings in a temporary folder.
clean() {
  env -i PATH=/usr/bin:/bin HOME="$HOME" DIGITREC_HOME="$place/home" \
    "$app/Contents/MacOS/digitrec" "$@"
}
version=$(plutil -extract CFBundleShortVersionString raw "$app/Contents/Info.plist")
clean --version | grep -F "$version"
clean --self-test
echo '{"strokes": [[[20, 16], [78, 14], [42, 110]]]}' >"$place/seven.jsonl"
clean predict --json "$place/seven.jsonl" | grep '"text": "7"'
clean info
echo "the program in $(basename "$dmg") works"
