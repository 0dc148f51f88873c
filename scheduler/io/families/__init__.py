"""Public benchmark families: their files as plans, their costs, their solutions."""
