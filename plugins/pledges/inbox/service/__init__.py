"""What the inbox does for people: one function a use case, each one transaction, on disk when it returns.

The HTTP layer and the commands call these and nothing below them.
"""

from pledges.inbox.service.comments import (
    CommentForm,
    Receipt,
    Sender,
    edit,
    look,
    submit_comment,
    withdraw,
)
from pledges.inbox.service.mail_links import act, peek
from pledges.inbox.service.mentions import submit_mention
from pledges.inbox.service.moderation import (
    approve,
    decide_batch,
    erase,
    find,
    history,
    mark_spam,
    queue,
    queue_length,
    reject,
    undo,
    undo_batch,
)
from pledges.inbox.service.people import erase_address, export_address, set_leader_address
from pledges.inbox.service.proposals import ProposalForm, submit_pledge
from pledges.inbox.service.replies import reply
from pledges.inbox.service.rule_book import add_rule, remove_rule, rule_book
from pledges.inbox.service.subscriptions import confirm, unsubscribe

__all__ = [
    "CommentForm",
    "ProposalForm",
    "Receipt",
    "Sender",
    "act",
    "add_rule",
    "approve",
    "confirm",
    "decide_batch",
    "edit",
    "erase",
    "erase_address",
    "export_address",
    "find",
    "history",
    "look",
    "mark_spam",
    "peek",
    "queue",
    "queue_length",
    "reject",
    "remove_rule",
    "reply",
    "rule_book",
    "set_leader_address",
    "submit_comment",
    "submit_mention",
    "submit_pledge",
    "undo",
    "undo_batch",
    "unsubscribe",
    "withdraw",
]
