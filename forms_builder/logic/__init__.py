"""Which questions are asked, what their answers must fulfil, and what is worked out from them."""
