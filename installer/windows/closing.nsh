; Closes a running program: asks it to close, as its own close button does, and waits.

!define CHECKS 50 ; checks while it closes, five per second
!define QUERY_LIMITED 0x1000 ; OpenProcess: enough to ask for its name

; CLOSING un: the functions for the installer ("") and for the uninstaller ("un.").
!macro CLOSING un

; Stops with a message and an exit status, both on the stack. A silent installer prints the message.
Function ${un}Stop
  Pop $1
  Pop $0
  SetErrorLevel $1
  ${If} ${Silent}
    System::Call 'kernel32::GetStdHandle(i -11) p .r1'
    ${If} $1 P= 0 ; a program with a window has no standard output by default
      System::Call 'kernel32::AttachConsole(i -1)'
      System::Call 'kernel32::GetStdHandle(i -11) p .r1'
    ${EndIf}
    FileWrite $1 "$0$\r$\n"
    Quit
  ${EndIf}
  MessageBox MB_ICONEXCLAMATION "$0"
  Abort
FunctionEnd

; Sets $InUse if a program in $Folder is running: Windows then locks its file against writing.
Function ${un}CheckInUse
  StrCpy $InUse 0
  ${If} $Folder == ""
    Return
  ${EndIf}
  !insertmacro CHECK_IN_USE "digitrec.exe"
  !insertmacro CHECK_IN_USE "digitrec.com"
FunctionEnd

; Asks every window of a program in $Folder to close.
Function ${un}AskWindows
  StrLen $5 "$Folder\"
  StrCpy $0 0
  ${Do}
    FindWindow $0 "" "" 0 $0
    ${If} $0 P= 0
      ${ExitDo}
    ${EndIf}
    System::Call 'user32::IsWindowVisible(p r0) i .r1'
    ${If} $1 = 0
      ${Continue}
    ${EndIf}
    System::Call 'user32::GetWindowThreadProcessId(p r0, *i .r1)'
    System::Call 'kernel32::OpenProcess(i ${QUERY_LIMITED}, i 0, i r1) p .r2'
    ${If} $2 P= 0
      ${Continue}
    ${EndIf}
    StrCpy $3 ""
    System::Call 'kernel32::QueryFullProcessImageNameW(p r2, i 0, w .r3, *i ${NSIS_MAX_STRLEN}) i .r4'
    System::Call 'kernel32::CloseHandle(p r2)'
    StrCpy $4 $3 $5
    ${If} $4 == "$Folder\"
      ; Posted, as a window that has just opened may be too busy to answer in time.
      System::Call 'user32::PostMessageW(p r0, i ${WM_CLOSE}, p 0, p 0)'
    ${EndIf}
  ${Loop}
FunctionEnd

; Makes sure that no program in $Folder is running, or stops with a message.
Function ${un}Close
  Call ${un}CheckInUse
  ${While} $InUse = 1
    Call ${un}AskWindows
    ${For} $9 1 ${CHECKS}
      Sleep 200
      Call ${un}CheckInUse
      ${If} $InUse = 0
        Return
      ${EndIf}
    ${Next}
    ${If} ${Silent}
      Push "$(STILL_OPEN)"
      Push ${IN_USE}
      Call ${un}Stop
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(STILL_OPEN)" IDRETRY +3
    SetErrorLevel ${IN_USE}
    Quit
  ${EndWhile}
FunctionEnd

!macroend

!macro CHECK_IN_USE name
  ${If} ${FileExists} "$Folder\${name}"
    ClearErrors
    FileOpen $0 "$Folder\${name}" a
    ${If} ${Errors}
      StrCpy $InUse 1
    ${Else}
      FileClose $0
    ${EndIf}
  ${EndIf}
!macroend
