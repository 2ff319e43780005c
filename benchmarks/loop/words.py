"""The words by which people find their way: labels they press, and sentences that only one kind of
message has. They are taken from the templates, so that a rewording there changes nothing here."""

from content.templating import say


def _opening(words: str, end: str) -> str:
    return words[: words.index(end)].rstrip()


READ = _opening(say("post.read", minutes=1), "(")
CHECK = say("post.check")
ASK = say("post.ask")
UNSURE = say("post.unsure")
ANSWER_RECALL = say("recall.answer", questions=1).split(maxsplit=1)[0]
PAUSE = say("recall.pause")
ANSWER_SURVEY = say("survey.answer")
CONFIRM = say("cascade.confirm")
ADD_PART = say("cascade.add_part")
CORRECT = _opening(say("cascade.correct", what="…"), "…")
NOT_YET = say("cascade.later")
DIGESTS_OFF = say("digest.off")

FITS, NOT_QUITE = say("result.fits"), say("result.not_quite")
HANDED_ON = say("refusal.handed_on")
COUNTED, ALREADY, CLOSED = say("survey.counted"), say("survey.already"), say("survey.closed")
CAME_LATER = say("refusal.not_asked")

SPELLED_OUT = {say(f"number.n{count}"): count for count in range(2, 10)}
"""Numbers that stand at the beginning of a sentence."""

RECALL_MARK = say("recall.quiet")
ASK_MARK = say("cascade.please")
REMINDER_MARK = _opening(say("cascade.open_account"), ":")
QUIET_MARK = say("cascade.deputy_quiet")
QUIET_IN_PART_MARK = say("cascade.deputy_quiet_in_part")
HANDED_MARK = say("cascade.deputy_handed")
LEFT_MARK = say("cascade.deputy_left")
COORDINATOR_MARK = say("cascade.coordinator_body")
ANSWER_MARK = say("answer.heading")
DIGEST_MARK = say("digest.why")
CLARIFICATION_MARK = say("clarification.quiet")
SURVEY_REMINDER_MARK = say("survey.to_all")
SURVEY_MARK = say("survey.anonymous")
RESULTS_MARK = _opening(say("survey_results.heading", title="…"), "…")
POST_MARK = say("post.this_week")
