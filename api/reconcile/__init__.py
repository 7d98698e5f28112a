"""The reconciliation protocol: what it asks, and what it is answered."""
