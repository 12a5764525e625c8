"""What is said in two places is the same in both: code, documents, tables and budgets do not drift apart."""
