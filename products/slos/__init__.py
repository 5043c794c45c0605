"""Service level objectives (SLOs): targets, time windows and remaining error budgets."""
