"""Browser tests are a package, so that the browser ends with the last of them: no other test may meet its event loop."""
