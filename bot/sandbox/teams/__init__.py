"""The sandbox's Teams: a Bot Connector, an issuer, a token endpoint, and people who press buttons.

Written from Microsoft's documentation of the Bot Connector REST API, of its authentication, of
dialogs and of Adaptive Cards 1.5. It knows nothing of the bot's own Teams adapter.
"""
