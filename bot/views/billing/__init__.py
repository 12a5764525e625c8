"""What people see of the bill: in Slack, on pages, on paper."""
