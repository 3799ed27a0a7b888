"""Opens the web page: python app.py [--host HOST] [--port PORT] [--corpus DIR] [--store DIR]."""
import sys

from qa.web.launch import main

if __name__ == "__main__":
    sys.exit(main())
