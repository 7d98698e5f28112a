"""What is measured, with its peers beside it; benchmarks/README.md says how to run it."""
