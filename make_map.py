"""Make the atlas: `python make_map.py` checks data/ and writes maps/; `--help` shows the other commands."""

from geo.cli import main

if __name__ == "__main__":
    main()
