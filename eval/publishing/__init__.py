"""The page 管理: drafts, what they change, publishing."""
