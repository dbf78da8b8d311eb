"""Complaints, random samples, and how reviewers agree."""
