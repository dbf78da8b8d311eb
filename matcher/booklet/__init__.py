"""The 一本通 and the 十佳: compiled, laid out, printed."""
