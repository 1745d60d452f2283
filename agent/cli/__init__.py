"""Every `medley` command: options are read, the library is called, results are printed."""
