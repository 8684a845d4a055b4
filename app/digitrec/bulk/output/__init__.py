"""Where answers go: files of several formats, and folders of numbered parts."""
