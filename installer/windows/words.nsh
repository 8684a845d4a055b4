; The installer's own texts; the others are NSIS's.

LangString READS ${LANG_ENGLISH} "Reads handwritten digits"
LangString READS ${LANG_GERMAN} "Liest handgeschriebene Ziffern"

LangString PICTURE_KIND ${LANG_ENGLISH} "Image"
LangString PICTURE_KIND ${LANG_GERMAN} "Bild"

LangString TOO_OLD ${LANG_ENGLISH} "Digitrec needs Windows 10 or later."
LangString TOO_OLD ${LANG_GERMAN} "Digitrec benötigt Windows 10 oder neuer."

LangString TOO_LONG ${LANG_ENGLISH} "The path of this folder is too long. Choose a folder with a shorter path: $INSTDIR"
LangString TOO_LONG ${LANG_GERMAN} "Der Pfad dieses Ordners ist zu lang. Bitte einen Ordner mit kürzerem Pfad wählen: $INSTDIR"

LangString NOT_WRITABLE ${LANG_ENGLISH} "You can't write to this folder. Choose another one: $INSTDIR"
LangString NOT_WRITABLE ${LANG_GERMAN} "In diesen Ordner kann nicht geschrieben werden. Bitte einen anderen wählen: $INSTDIR"

LangString STILL_OPEN ${LANG_ENGLISH} "Digitrec is still open. It may be waiting for your answer. Close it and try again."
LangString STILL_OPEN ${LANG_GERMAN} "Digitrec ist noch geöffnet. Vielleicht wartet es auf eine Antwort. Bitte schließen und noch einmal versuchen."

LangString LEFT ${LANG_ENGLISH} "Some files could not be removed because another program is using them. Close that program and uninstall again."
LangString LEFT ${LANG_GERMAN} "Einige Dateien konnten nicht entfernt werden, weil ein anderes Programm sie benutzt. Bitte dieses Programm schließen und noch einmal deinstallieren."

LangString REMOVE_TITLE ${LANG_ENGLISH} "Uninstall Digitrec"
LangString REMOVE_TITLE ${LANG_GERMAN} "Digitrec deinstallieren"

LangString REMOVE_WHAT ${LANG_ENGLISH} "Remove Digitrec from your computer."
LangString REMOVE_WHAT ${LANG_GERMAN} "Digitrec von diesem Computer entfernen."

LangString REMOVE_TEXT ${LANG_ENGLISH} "Digitrec will be removed. Your drawings and settings are kept, unless you choose to delete them too."
LangString REMOVE_TEXT ${LANG_GERMAN} "Digitrec wird entfernt. Zeichnungen und Einstellungen bleiben erhalten, sofern nicht gewählt wird, sie auch zu löschen."

LangString DELETE_DATA ${LANG_ENGLISH} "&Delete my drawings and settings too"
LangString DELETE_DATA ${LANG_GERMAN} "Auch meine &Zeichnungen und Einstellungen löschen"
