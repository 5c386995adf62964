"""What `script/bench` measures. Numbers are printed and kept in var/bench.json, never asserted."""
