"""How the built-in word vectors are learnt; the product itself only reads their result.

python -m indexing.training ARTICLES.jsonl   → indexing/model/
"""
