"""Slack's error words, by what they mean. What each says to a person stands in the templates
(`slack_error`).

From docs.slack.dev/reference/methods/chat.postMessage ("Errors") and the pages of the other
methods that we call. A word that is not here is reported as it is.
"""

from typing import Final

STOPPED: Final = frozenset(
    {
        "not_in_channel",
        "channel_not_found",
        "is_archived",
        "is_inactive",
        "not_enabled",
        "token_revoked",
        "token_expired",
        "account_inactive",
        "invalid_auth",
        "not_authed",
        "not_allowed_token_type",
        "missing_scope",
        "no_permission",
        "access_denied",
        "team_access_not_granted",
        "enterprise_is_restricted",
        "ekm_access_denied",
        "org_login_required",
        "two_factor_setup_required",
        "accesslimited",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "method_not_supported_for_channel_type",
        "messages_tab_disabled",
        "cannot_dm_bot",
        "user_not_found",
        "users_not_found",
        "user_disabled",
        "user_not_visible",
        "user_not_in_channel",
        "cant_update_message",
        "edit_window_closed",
    }
)
"""A person must mend something."""

BROKEN: Final = frozenset(
    {
        "message_not_found",
        "msg_too_long",
        "msg_blocks_too_long",
        "invalid_blocks",
        "invalid_blocks_format",
        "no_text",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "metadata_too_large",
        "invalid_arguments",
        "invalid_json",
        "expired_trigger_id",
        "trigger_expired",
        "exchanged_trigger_id",
        "trigger_exchanged",
    }
)
"""The same would be refused again."""

LATER: Final = frozenset(
    {
        "ratelimited",
        "rate_limited",
        "message_limit_exceeded",
        "service_unavailable",
        "request_timeout",
        "team_added_to_org",
        "external_channel_migrating",
        "fetch_members_failed",
    }
)
"""Surely not done; the same may work later."""

UNCLEAR: Final = frozenset(
    {
        "internal_error",
        "fatal_error",
    }
)
"""Slack says of these that part of the work may have been done all the same."""
