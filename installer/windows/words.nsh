; What the installer says, beside what NSIS says itself.

LangString READS ${LANG_ENGLISH} "Reads handwritten digits"
LangString READS ${LANG_GERMAN} "Liest handgeschriebene Ziffern"

LangString TOO_OLD ${LANG_ENGLISH} "Digitrec needs Windows 10 or later."
LangString TOO_OLD ${LANG_GERMAN} "Digitrec braucht Windows 10 oder neuer."

LangString TOO_LONG ${LANG_ENGLISH} "The path of this folder is too long. Choose one nearer to the drive: $INSTDIR"
LangString TOO_LONG ${LANG_GERMAN} "Der Pfad dieses Ordners ist zu lang. Bitte einen wählen, der näher am Laufwerk liegt: $INSTDIR"

LangString NOT_WRITABLE ${LANG_ENGLISH} "Nothing can be written to this folder. Choose another one: $INSTDIR"
LangString NOT_WRITABLE ${LANG_GERMAN} "In diesen Ordner kann nichts geschrieben werden. Bitte einen anderen wählen: $INSTDIR"

LangString STILL_OPEN ${LANG_ENGLISH} "Digitrec was asked to close and is still open. Perhaps it waits for an answer. Close it, then try again."
LangString STILL_OPEN ${LANG_GERMAN} "Digitrec wurde gebeten, sich zu schließen, und ist noch offen. Vielleicht wartet es auf eine Antwort. Bitte schließen und noch einmal versuchen."

LangString LEFT ${LANG_ENGLISH} "Some files could not be removed, as another program uses them. Close it, then uninstall again."
LangString LEFT ${LANG_GERMAN} "Einige Dateien konnten nicht entfernt werden, weil ein anderes Programm sie benutzt. Bitte schließen und noch einmal deinstallieren."

LangString REMOVE_TITLE ${LANG_ENGLISH} "Uninstall Digitrec"
LangString REMOVE_TITLE ${LANG_GERMAN} "Digitrec deinstallieren"

LangString REMOVE_WHAT ${LANG_ENGLISH} "Remove the program from this computer."
LangString REMOVE_WHAT ${LANG_GERMAN} "Das Programm von diesem Computer entfernen."

LangString REMOVE_TEXT ${LANG_ENGLISH} "Digitrec will be removed. Your drawings and settings stay, unless you say otherwise."
LangString REMOVE_TEXT ${LANG_GERMAN} "Digitrec wird entfernt. Zeichnungen und Einstellungen bleiben, wenn nichts anderes gewählt ist."

LangString DELETE_DATA ${LANG_ENGLISH} "&Delete my drawings and settings too"
LangString DELETE_DATA ${LANG_GERMAN} "Auch meine &Zeichnungen und Einstellungen löschen"
