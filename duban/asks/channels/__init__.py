"""channels: 推送渠道. A unit's group is told that there are new reminders: how many, and where they stand; never what or whose.

Nouns: Channel, Push. Verbs: add_channel, stop_channel, test_channel. Outside, beside 企业微信, 钉钉, 飞书 and the mail
server, nothing is asked for.
"""
