; The installer for Windows. It installs for one user, without an administrator, and replaces a
; former version. build_scripts/windows/nsis.py compiles it and defines FILES (the list of files, see
; there), ICON, PICTURE, OUT, VERSION and VERSION4. /S installs or uninstalls silently. /D=FOLDER, as
; the last argument, selects the folder. The uninstaller's /DATA also deletes drawings and settings.

Unicode true
!define STUBS "${NSISDIR}/Stubs"
!if /FileExists "${STUBS}/lzma_solid-amd64-unicode"
  Target amd64-unicode
!else ; NSIS for Windows has no 64-bit stub; the 32-bit one runs everywhere
  Target x86-unicode
!endif
SetCompressor /SOLID lzma
SetCompressorDictSize 64
SetDateSave off ; the same files, the same bytes
RequestExecutionLevel user
ManifestDPIAware true
ManifestLongPathAware true
ManifestSupportedOS all

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include WinMessages.nsh
!include WinVer.nsh
!include "${FILES}"

!define PUBLISHER "The Digitrec authors"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Digitrec"
!define UNINSTALLER "uninstall-digitrec.exe" ; a name that no other uninstaller has
!define CLASSES "Software\Classes"
!define PROGID "Digitrec.Picture"
!define APPLICATION "${CLASSES}\Applications\digitrec.exe"
!define DATA "$LOCALAPPDATA\Digitrec" ; the folder of digitrec.storage.places
!define IN_USE 3 ; exit statuses; 1 and 2 are NSIS's own
!define NO_ROOM 4
!define LEFT_OVER 5

Name "Digitrec"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\Digitrec"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
BrandingText "Digitrec ${VERSION}"
AllowSkipFiles off
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${VERSION4}"
VIAddVersionKey ProductName "Digitrec"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey FileDescription "Digitrec Setup"
VIAddVersionKey CompanyName "${PUBLISHER}"
VIAddVersionKey LegalCopyright "MIT licence"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${PICTURE}"
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipWhereUpgrading
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE CheckRoom
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\digitrec.exe"
!insertmacro MUI_PAGE_FINISH
UninstPage custom un.AskAboutData un.TakeAnswer
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE English ; also for all other languages
!insertmacro MUI_LANGUAGE German
!include words.nsh

Var Former ; folder of the version to replace; empty if there is none
Var Folder ; folder of the program to close
Var InUse
Var Upgrading ; in the uninstaller: an installer of a new version has started it
Var DeleteData
Var Left ; whether a file could not be removed
Var Box

!include closing.nsh
!insertmacro CLOSING ""
!insertmacro CLOSING "un."

; Does something for each kind of picture that "Open with" offers Digitrec for, never as the default.
!macro FOR_EACH_ENDING do
  !insertmacro ${do} ".png"
  !insertmacro ${do} ".jpg"
  !insertmacro ${do} ".jpeg"
  !insertmacro ${do} ".bmp"
  !insertmacro ${do} ".gif"
  !insertmacro ${do} ".webp"
  !insertmacro ${do} ".tif"
  !insertmacro ${do} ".tiff"
  !insertmacro ${do} ".heic"
  !insertmacro ${do} ".heif"
  !insertmacro ${do} ".pdf"
!macroend

!macro OFFER ending
  WriteRegStr HKCU "${APPLICATION}\SupportedTypes" "${ending}" ""
  WriteRegStr HKCU "${CLASSES}\${ending}\OpenWithProgids" "${PROGID}" ""
!macroend

!macro TAKE_BACK ending
  DeleteRegValue HKCU "${CLASSES}\${ending}\OpenWithProgids" "${PROGID}"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${ending}\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\${ending}"
!macroend

; Has the Explorer look at the kinds of files again (SHCNE_ASSOCCHANGED).
!macro KINDS_HAVE_CHANGED
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

Function .onInit
  ${IfNot} ${AtLeastWin10}
    Push "$(TOO_OLD)"
    Push ${NO_ROOM}
    Call Stop
  ${EndIf}
  ReadRegStr $Former HKCU "${KEY}" "InstallLocation"
  ${IfNot} ${FileExists} "$Former\${UNINSTALLER}"
    StrCpy $Former ""
  ${EndIf}
FunctionEnd

Function SkipWhereUpgrading
  ${If} $Former == $INSTDIR
    Abort
  ${EndIf}
FunctionEnd

; Stops if the longest path would be too long for Windows, or the folder can't be written.
Function CheckRoom
  StrLen $0 "$INSTDIR"
  IntOp $0 $0 + ${LONGEST}
  ${If} $0 > 258
    Push "$(TOO_LONG)"
    Push ${NO_ROOM}
    Call Stop
  ${EndIf}
  ClearErrors
  CreateDirectory "$INSTDIR"
  GetTempFileName $0 "$INSTDIR"
  ${If} ${Errors}
    Push "$(NOT_WRITABLE)"
    Push ${NO_ROOM}
    Call Stop
  ${EndIf}
  Delete $0
  RMDir "$INSTDIR" ; the user may still cancel
FunctionEnd

Section
  Call CheckRoom
  StrCpy $Folder $Former
  Call Close
  StrCpy $Folder $INSTDIR
  Call Close
  ${If} $Former != "" ; removes the files that the new version no longer has
    ExecWait '"$Former\${UNINSTALLER}" /S /UPGRADE _?=$Former'
  ${EndIf}
  !insertmacro PUT_FILES
  SetOutPath "$INSTDIR" ; the shortcut's folder
  WriteUninstaller "$INSTDIR\${UNINSTALLER}"
  ${If} $Former != ""
  ${AndIf} $Former != $INSTDIR
    Delete "$Former\${UNINSTALLER}"
    RMDir "$Former"
  ${EndIf}
  CreateShortcut "$SMPROGRAMS\Digitrec.lnk" "$INSTDIR\digitrec.exe" "" "$INSTDIR\digitrec.exe" 0 \
    SW_SHOWNORMAL "" "$(READS)"
  WriteRegStr HKCU "${APPLICATION}" "FriendlyAppName" "Digitrec"
  WriteRegStr HKCU "${APPLICATION}\shell\open\command" "" '"$INSTDIR\digitrec.exe" "%1"'
  WriteRegStr HKCU "${CLASSES}\${PROGID}" "" "$(PICTURE_KIND)"
  WriteRegStr HKCU "${CLASSES}\${PROGID}\Application" "ApplicationName" "Digitrec"
  WriteRegStr HKCU "${CLASSES}\${PROGID}\shell\open\command" "" '"$INSTDIR\digitrec.exe" "%1"'
  !insertmacro FOR_EACH_ENDING OFFER
  !insertmacro KINDS_HAVE_CHANGED
  WriteRegStr HKCU "${KEY}" "DisplayName" "Digitrec"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\digitrec.exe"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\${UNINSTALLER}"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\${UNINSTALLER}" /S'
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
SectionEnd

Function un.onInit
  StrCpy $DeleteData 0
  StrCpy $Upgrading 0
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/UPGRADE" $1
  ${IfNot} ${Errors}
    StrCpy $Upgrading 1
  ${EndIf}
  ClearErrors
  ${GetOptions} $0 "/DATA" $1
  ${IfNot} ${Errors}
    StrCpy $DeleteData 1
  ${EndIf}
FunctionEnd

; The only page: what will be removed, and whether drawings and settings are removed too.
Function un.AskAboutData
  !insertmacro MUI_HEADER_TEXT "$(REMOVE_TITLE)" "$(REMOVE_WHAT)"
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateLabel} 0 0 100% 24u "$(REMOVE_TEXT)"
  Pop $0
  StrCpy $Box 0
  ${If} ${FileExists} "${DATA}\*.*"
    ${NSD_CreateCheckbox} 0 36u 100% 12u "$(DELETE_DATA)"
    Pop $Box
    ${NSD_SetState} $Box $DeleteData
    ${NSD_CreateLabel} 12u 50u 100% 24u "${DATA}"
    Pop $0
  ${EndIf}
  GetDlgItem $0 $HWNDPARENT 1
  SendMessage $0 ${WM_SETTEXT} 0 "STR:$(^UninstallBtn)"
  nsDialogs::Show
FunctionEnd

Function un.TakeAnswer
  ${If} $Box P<> 0
    ${NSD_GetState} $Box $DeleteData
  ${EndIf}
FunctionEnd

Section Uninstall
  ${If} $Upgrading = 0
    StrCpy $Folder $INSTDIR
    Call un.Close
  ${EndIf}
  StrCpy $Left 0
  ClearErrors
  !insertmacro REMOVE_FILES
  ${If} ${Errors}
    StrCpy $Left 1
  ${EndIf}
  !insertmacro REMOVE_FOLDERS
  !insertmacro FOR_EACH_ENDING TAKE_BACK
  DeleteRegKey HKCU "${CLASSES}\${PROGID}"
  DeleteRegKey HKCU "${APPLICATION}"
  !insertmacro KINDS_HAVE_CHANGED
  ${If} $Upgrading = 1
    Return ; the installer does the rest
  ${EndIf}
  ${If} $Left = 1 ; Digitrec stays in the list of programs, to try again
    Push "$(LEFT)"
    Push ${LEFT_OVER}
    Call un.Stop
  ${EndIf}
  Delete "$SMPROGRAMS\Digitrec.lnk"
  DeleteRegKey HKCU "${KEY}"
  Delete "$INSTDIR\${UNINSTALLER}"
  SetOutPath "$TEMP" ; a folder can't be removed while it is the current one
  RMDir "$INSTDIR" ; stays if it has other files in it
  ${If} $DeleteData = 1
    Delete "${DATA}\settings.toml"
    Delete "${DATA}\settings.broken-*.toml"
    Delete "${DATA}\last-window.txt"
    Delete "${DATA}\history.sqlite3*"
    Delete "${DATA}\.digitrec-*.part"
    Delete "${DATA}\Logs\*.log"
    RMDir "${DATA}\Logs"
    RMDir "${DATA}"
  ${EndIf}
SectionEnd
