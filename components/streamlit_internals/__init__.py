"""Adapters to Streamlit's inner modules: everything in the console that its public API does not offer stands here.

No other room imports an inner module of Streamlit (`tests/components/streamlit_internals/test_only_here.py`). For each file
there is a test of its name that fails where Streamlit no longer works as the file takes it to, or no longer needs it.
An upgrade of Streamlit goes through this table; the numbers are those of github.com/streamlit/streamlit.

| file | what for | upstream |
| --- | --- | --- |
| `collector` | Streamlit collects all garbage after each script run, which takes longer than the run | #8977, option from #3215 |
| `theme` | it looks up each option of the theme six times in every run | none known |
| `thread_switching` | script runs share an interpreter with the server, which waits 5 ms for each of its turns | none known |
| `pages_folder` | it takes the folder `pages/` for its first way of naming pages, and answers links with "Page not found" | #9992, #8860 |
| `script_run` | whether a page is being run, without a warning where none is | #759 |
| `secrets` | whether there are secrets that can be read, without a message on the page | none known |
| `sign_in_cookie` | who signed in, for requests that no page is run for | #13600 (ASGI apps) |
| `wire` | what a browser asks for and is told, which is looked at on its way | #16449 |
| `sessions` | whether a tab is still open, and closing those that were left | #6748 |
| `uploaded_files` | an uploaded file stays in memory as long as its tab | #9218, #3553 |
| `server_options` | names of hosts that are known only once the settings are read | none known |
| `own_words` | what it writes into the page is English in every language | none known |
| `browser_values` | a first value is lost where a page is drawn anew before it was sent, and the control's default is told in its place | #7740 (the same of toasts) |
| `static_files` | the page that every address is answered with, and the scripts of charts | none known |
"""

TRIED_WITH = "1.67.0"
