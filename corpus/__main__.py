"""Report what the reader found: `python -m corpus [FILE or FOLDER …]`.

Without arguments, reads the built-in policies. Prints, for each file, its letterhead, the number of
clauses and headings, and the characters that belong to none (must be 0). Exits with 1 when a file
cannot be read or characters are lost.
"""

import sys
from pathlib import Path

from corpus.errors import SourceError
from corpus.library import BUILT_IN, policy_files
from corpus.model import Policy
from corpus.reader import read_policy


def main(arguments: list[str]) -> int:
    """Print the report for `arguments`; return the exit status."""
    places = [Path(a) for a in arguments] or [BUILT_IN]
    files = [f for p in places for f in (policy_files([p]) if p.is_dir() else [p])]
    lost = failed = 0
    for path in files:
        try:
            policy = read_policy(path)
        except SourceError as error:
            failed += 1
            print(f"{path.name}\n  读取失败：{error}")
            continue
        lost += len(policy.unaccounted)
        print(describe(policy))
    print(f"共 {len(files)} 个文件，读取失败 {failed} 个，未归属字符合计 {lost} 个")
    return 1 if lost or failed or not files else 0


def describe(policy: Policy) -> str:
    """Return the report of one policy, in Chinese."""
    labels = [clause.label for clause in policy.clauses]
    dates = f"落款 {policy.signed_on or '未载明'}　印发 {policy.printed_on or '未载明'}"
    return "\n".join((
        policy.id,
        f"  标题：{policy.title}",
        f"  文号：{policy.number or '未载明'}　发文：{'、'.join(policy.issuers) or '未载明'}",
        f"  {dates}　状态：{policy.status}　适用：{policy.region.full_name}（{policy.level}）",
        f"  条款 {len(labels)} 条（{labels[0]} … {labels[-1]}），标题 {len(policy.headings)} 个，"
        f"未归属字符 {len(policy.unaccounted)} 个",
    ))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
