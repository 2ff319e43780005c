"""Slack's error words, in sentences that say how to mend what is wrong.

From docs.slack.dev/reference/methods/chat.postMessage ("Errors") and the pages of the other
methods that we call. A word that is not here is reported as it is.
"""

from collections.abc import Mapping

_REINSTALL = (
    "install the app in the workspace again and put its new bot token in the environment "
    "(docs/platforms/slack.md)"
)
_FAULT = "This is a fault in Sevenbot, not in your set-up: please report it"
_NO_ACCOUNT = "There is no such account in the workspace: correct it in the directory."
_LATE = "More than three seconds passed between the press and the page."

STOPPED: Mapping[str, str] = {
    "not_in_channel": (
        "The bot is not in this channel: invite it there by typing /invite and its name."
    ),
    "channel_not_found": (
        "Slack shows the bot no such channel: check the channel's id in the directory and, "
        "where it is private, invite the bot."
    ),
    "is_archived": (
        "The channel is archived: bring it back in Slack, or take it out of the directory."
    ),
    "is_inactive": (
        "The channel is frozen: a Slack administrator can say why, or take it out of the directory."
    ),
    "not_enabled": (
        "The app has no Home tab: turn it on in the app's settings under App Home "
        "(docs/platforms/slack.md)."
    ),
    "token_revoked": f"The bot's token was revoked: {_REINSTALL}.",
    "token_expired": f"The bot's token has expired: {_REINSTALL}.",
    "account_inactive": (
        f"The app was removed from the workspace, or the workspace was closed: {_REINSTALL}."
    ),
    "invalid_auth": f"Slack does not accept the bot's token: {_REINSTALL}.",
    "not_authed": f"Slack saw no token: {_REINSTALL}.",
    "not_allowed_token_type": (
        "This is not a bot token: put the one that begins with xoxb- in the environment."
    ),
    "missing_scope": (
        "The app lacks a permission: add it under OAuth & Permissions (the manifest has them "
        "all), then install the app in the workspace again."
    ),
    "no_permission": (
        "The bot may not do this in the workspace: install the app again with the manifest's "
        "permissions."
    ),
    "access_denied": (
        "The workspace denies the bot access: ask a Slack administrator to approve the app."
    ),
    "team_access_not_granted": (
        "The organisation has not given the app this workspace: ask a Slack administrator."
    ),
    "enterprise_is_restricted": "The organisation does not allow this: ask a Slack administrator.",
    "ekm_access_denied": (
        "Administrators have suspended posting (encryption keys): ask a Slack administrator."
    ),
    "org_login_required": (
        "The workspace is being moved into an organisation: try again when that is done."
    ),
    "two_factor_setup_required": (
        "The workspace asks for two-factor sign-in first: ask a Slack administrator."
    ),
    "accesslimited": (
        "Slack is not open to this network address: ask a Slack administrator to allow it."
    ),
    "restricted_action": (
        "The workspace's settings do not let apps post here: ask a Slack administrator."
    ),
    "restricted_action_read_only_channel": (
        "The channel is read-only: let the bot post there in its posting permissions."
    ),
    "restricted_action_thread_only_channel": (
        "The channel takes only replies: let the bot post there in its posting permissions."
    ),
    "method_not_supported_for_channel_type": (
        "This kind of channel takes no such message: choose an ordinary channel."
    ),
    "messages_tab_disabled": (
        "The app takes no private messages: switch on the Messages tab under App Home."
    ),
    "cannot_dm_bot": "The account belongs to a bot: correct it in the directory.",
    "user_not_found": _NO_ACCOUNT,
    "users_not_found": _NO_ACCOUNT,
    "user_disabled": "The account was switched off; nobody reads there any more.",
    "user_not_visible": "The bot may not see this account (an outside guest's).",
    "user_not_in_channel": "The person has left the channel.",
    "cant_update_message": (
        "The message was not posted by this app (was it replaced?), so it cannot be changed."
    ),
    "edit_window_closed": (
        "The workspace lets nobody edit messages of this age: ask a Slack administrator."
    ),
}
"""A person must mend something."""

BROKEN: Mapping[str, str] = {
    "message_not_found": "The message is no longer there: it was deleted in Slack.",
    "msg_too_long": f"Slack found the message too long. {_FAULT}.",
    "msg_blocks_too_long": f"Slack found the message too long. {_FAULT}.",
    "invalid_blocks": (
        "Slack refused the message's form; where it has a picture, check that its address can "
        f"be reached from outside. {_FAULT}."
    ),
    "invalid_blocks_format": f"Slack refused the message's form. {_FAULT}.",
    "no_text": f"Slack found no words in the message. {_FAULT}.",
    "invalid_metadata_format": f"Slack refused the delivery's mark. {_FAULT}.",
    "invalid_metadata_schema": f"Slack refused the delivery's mark. {_FAULT}.",
    "metadata_too_large": f"Slack refused the delivery's mark. {_FAULT}.",
    "invalid_arguments": f"Slack did not understand the call. {_FAULT}.",
    "invalid_json": f"Slack did not understand the call. {_FAULT}.",
    "expired_trigger_id": _LATE,
    "trigger_expired": _LATE,
    "exchanged_trigger_id": "The press was already answered.",
    "trigger_exchanged": "The press was already answered.",
}
"""The same would be refused again."""

LATER: Mapping[str, str] = {
    "ratelimited": "Slack asked us to slow down.",
    "rate_limited": "Slack asked us to slow down.",
    "message_limit_exceeded": "The workspace sends too many messages just now.",
    "service_unavailable": "Slack is out of service for the moment.",
    "request_timeout": "Slack did not receive the whole of the call.",
    "team_added_to_org": "The workspace is being moved into an organisation.",
    "external_channel_migrating": "The channel is being moved.",
}
"""Surely not done; the same may work later."""

UNCLEAR: Mapping[str, str] = {
    "internal_error": "Slack failed inside, and may have posted all the same.",
    "fatal_error": "Slack failed inside, and may have posted all the same.",
}
"""Slack says of these that part of the work may have been done all the same."""
