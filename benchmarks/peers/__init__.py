"""The scripts that are measured, each a process of its own: `python SCRIPT DATA_FOLDER PAGE.html`."""
