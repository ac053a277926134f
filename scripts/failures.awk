# Of all that tests and lints said, what says why they failed: thousands of lines may be around it.

# The compiler, a lint, or the format.
/^(error|warning)(\[|:)/ || /^Diff in / { compiler = 1 }
compiler && /^$/ { compiler = 0; print "" }
# A Rust test: its output, without the way the panic took.
/^---- .* ----$/ { rust = 1 }
/^failures:$/ { rust = 0 }
/^stack backtrace:$/ { way = 1 }
way && !/^stack backtrace:$/ && !/^ +[0-9]+: / && !/^ +at / { way = 0 }
# A journey: what its pages and its server were at, and its error.
/^# “.*”:$/ { pages = 1 }
/^# The server during / { pages = 0; print "" }
/^not ok / { journey = 1 }
compiler || (rust && !way) || pages || journey
journey && /^  \.\.\.$/ { journey = 0; print "" }
