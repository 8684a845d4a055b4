# Tests the packages for Windows: installs silently, runs the program's self-test, uninstalls.
#   powershell installer\windows\try.ps1 FOLDER-OF-PACKAGES
param([Parameter(Mandatory)][string]$Packages)
$ErrorActionPreference = "Stop"

# Without Python, and with drawings in a temporary folder.
$env:PATH = "$env:SystemRoot\System32;$env:SystemRoot"
Get-ChildItem env:PYTHON* | ForEach-Object { Remove-Item "env:$($_.Name)" }
$place = Join-Path ([IO.Path]::GetTempPath()) ([Guid]::NewGuid())
$env:DIGITREC_HOME = "$place\home"
New-Item -ItemType Directory $place | Out-Null
'{"strokes": [[[20, 16], [78, 14], [42, 110]]]}' | Out-File -Encoding ascii "$place\seven.jsonl"

function Test-Program([string]$Folder) {
    foreach ($words in @("--version"), @("--self-test"), @("info")) {
        & "$Folder\digitrec.com" @words
        if ($LASTEXITCODE) { throw "$Folder\digitrec.com $words ended with $LASTEXITCODE" }
    }
    $read = & "$Folder\digitrec.com" predict --json "$place\seven.jsonl" | ConvertFrom-Json
    if ($read.text -ne "7") { throw "a seven was read as '$($read.text)'" }
    if (-not (Get-Item "$Folder\digitrec.exe").VersionInfo.ProductVersion) {
        throw "$Folder\digitrec.exe has no version"
    }
}

# Opens the window with digitrec.exe, and closes it as its close button does.
function Test-Window([string]$Folder) {
    $program = Start-Process "$Folder\digitrec.exe" -PassThru
    for ($seconds = 0; -not $program.MainWindowTitle.StartsWith("Digitrec"); $seconds++) {
        if ($program.HasExited -or $seconds -ge 60) { throw "$Folder\digitrec.exe opens no window" }
        Start-Sleep 1
        $program.Refresh()
    }
    $program.CloseMainWindow() | Out-Null
    if (-not $program.WaitForExit(30000)) { throw "$Folder\digitrec.exe does not close" }
}

function Wait-Gone([string]$Path) {
    for ($seconds = 0; (Test-Path $Path) -and $seconds -lt 60; $seconds++) { Start-Sleep 1 }
    if (Test-Path $Path) { throw "$Path still exists" }
}

$zip = Get-Item "$Packages\digitrec-*.zip"
Expand-Archive $zip.FullName "$place\zip"
Test-Program "$place\zip\digitrec"
"the program in $($zip.Name) works"

$setup = Get-Item "$Packages\digitrec-*-setup.exe"
$installed = "$env:LOCALAPPDATA\Programs\Digitrec"
$entry = "HKCU:\Software\Microsoft\Windows\CurrentVersion\Uninstall\Digitrec"
$link = "$env:APPDATA\Microsoft\Windows\Start Menu\Programs\Digitrec.lnk"
foreach ($time in @("first", "second")) {  # the second time it replaces the first
    Start-Process $setup.FullName "/S" -Wait
    Test-Program $installed
    Test-Window $installed
}
if (-not (Test-Path $link)) { throw "$link does not exist" }
Get-ItemProperty $entry | Select-Object @("DisplayName", "DisplayVersion", "EstimatedSize")
Start-Process "$installed\uninstall-digitrec.exe" "/S" -Wait
foreach ($gone in @($installed, $link, $entry)) { Wait-Gone $gone }  # it continues as a copy of itself
"the program in $($setup.Name) works, and uninstalls completely"
Remove-Item -Recurse $place
