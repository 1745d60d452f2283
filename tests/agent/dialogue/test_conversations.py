"""What is kept of conversations: bounded, by session, and forgotten with the person."""

from agent.dialogue.sessions import MEDIA, Conversations
from agent.loop.memory import Memory
from agent.search.turn import Turn


def _memory(heard, before=None):
    return Memory(heard=heard, before=before)


def test_the_longest_unused_conversation_is_dropped():
    kept = Conversations(most=2)
    kept.keep("a", _memory("one"))
    kept.keep("b", _memory("two"))
    assert kept.of("a").heard == "one"  # used again, so b is now the oldest
    kept.keep("c", _memory("three"))
    assert [kept.of(name).heard for name in "abc"] == ["one", "", "three"]
    assert len(kept) == 2


def test_only_the_last_turn_is_undone():
    kept = Conversations()
    kept.keep("a", _memory("two", before=_memory("one")))
    kept.undo("a")
    kept.undo("a")
    kept.undo("nobody's")
    assert kept.of("a").heard == "one"
    assert len(kept) == 1


def test_a_persons_conversations_go_with_them():
    kept = Conversations()
    kept.keep("a", _memory("one"), user="ann")
    kept.keep("a", _memory("two"))  # still ann's
    kept.keep("b", _memory("three"), user="bob")
    kept.keep("d", _memory("shared"), user="ann")
    kept.keep("d", _memory("shared"), user="bob")
    kept.keep("c", _memory("four"))
    kept.forget(["c"], user="ann")
    assert [kept.of(name).heard for name in "abcd"] == ["", "three", "", ""]


def test_only_the_conversations_used_last_keep_pictures_and_sounds():
    kept = Conversations()
    for n in range(MEDIA + 2):
        kept.keep(f"s{n}", Memory(heard=str(n), turn=Turn("", image=object()), before=Memory(turn=Turn("words"))))
    held = [memory.turn is not None for memory, _ in kept._kept.values()]
    assert held == [False, False] + [True] * MEDIA
    assert kept.of("s0").heard == "0"
    assert kept.of("s0").before.turn.request == "words"
