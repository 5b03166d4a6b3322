"""The loops that touch every character and every word.

Plain Python over anything that can be indexed: ``engine`` compiles them for a large pile and runs them as they stand,
over lists, for a small one. Hence only integers below 2**63, constants and indexing; they call only one another.
"""

from __future__ import annotations

from typing import Any

Column = Any  # a list of int, or an integer array

# Words of a shingle. Swept on 10,000 planted reports: recall where more than 15 % of the words differ is .905 with 5
# and .925 with 4.
SHINGLE = 4
WINDOW = 4  # every run of SHINGLE + WINDOW - 1 = 7 equal words is sure to be found; 3 adds .006 for a third more prints

# Words on each side of a shingle that tell chance from copying: ALIKE of these 8 must be equal, as far as 6 bits of
# their hashes show. Of the pairs of reports that share a shingle nine in ten share nothing else. They are kept in one
# number with a lane of 7 bits for each word, the highest of which is clear.
AROUND = 4
ALIKE = 2
LANE = 7
LANES_ONE = 0b0000001_0000001_0000001_0000001_0000001_0000001_0000001_0000001
LANES_FULL = 63 * LANES_ONE
LANES_HIGH = 64 * LANES_ONE

# The same for a fingerprint that hundreds of texts hold, nearly all of which are set phrases: so many of the 8 must be
# equal. Of a dispatch all are, but for edits.
LIKE = 5

# Places of one text that count for one shingle: what recurs more often is a list or a table.
PLACES = 3

# Words, past a difference, within which texts must agree again: masked tokens come seven at a time; 12 finds no more.
REACH = 8
# An equal word earns WORD points, and MORE if it has over SHORT letters: *the* and *of* are equal by chance. A
# difference costs COST and 2 a word, and a passage ends DROP below its best. On planted passages with over 15 % of the
# words changed recall is .920 with 4 for every word and a COST of 4, .946 with a COST of 2 (but passages then run on
# over any chance word), and .944 as here.
SHORT = 3
LONG = 1 << 30  # the bit of a word's hash that tells
WORD = 3
MORE = 2
COST = 2
DROP = 24

# Earlier passages of a pair among which a seed is looked for, and which a passage may be joined to.
LOOK_BACK = 32
JOIN_BACK = 4

# Passages of a pair, before and after one, among which larger ones are looked for that have its place: a police log,
# each entry worded like the next, pairs every entry with every other. Where that is so on both sides, or on one side of
# a passage with fewer than FORMULA equal words (beyond those that differ), it is a repetition. On planted copies of
# local news plagdet is .973 with this, .966 without the second, .946 with neither; on newswire .987, .984, .981. Swept:
# FORMULA 14–34, flat on newswire, .969–.973 on local news; BESIDE 8–32, the same.
BESIDE = 32
FORMULA = 24

# Words between two quotations up to which they are the reporting clause: *“…,” the master said in a statement. “…”*.
# Swept 0–16 on the labelled pairs of ECB+, where 10 takes *Chargers general manager A.J. Butler said in a statement*.
CLAUSE = 12

# Sums of ``tally`` are kept for every so many words of a text, by lanes of so many bits; what lies between two words is
# exact up to TALLIED words.
BLOCK = 8
TALLY = 15
TALLY_FULL = (1 << TALLY) - 1
TALLIED = 32_000

# Equal words in a passage from which on the two texts are looked at one after the other: 23 % quicker on 50,000 texts
# than their own order with 40, 20 % with 8, 12 % with a fingerprint.
RELATED = 40

# Bits of a post for its first word; the rest is its text.
HOLDER = 32
PLACE = (1 << HOLDER) - 1
JUMP = -(1 << 62)  # below all posts: where the list of a fingerprint that many hold goes on elsewhere, or ends

# A row of ``grow``: first and end word in text a, the same in text b, equal words, the pair's row before.
A_FIRST, A_END, B_FIRST, B_END, EQUAL, BEFORE, ROW = 0, 1, 2, 3, 4, 5, 6
# A row of its result: text a, text b, and the first five of these, in words of the texts.
RESULT = 7


def words(  # noqa: C901 - one pass over the characters, compiled as a whole
    codes: Column,
    bounds: Column,
    table: Column,
    several: Column,
    hashes: Column,
    starts: Column,
    ends: Column,
    flags: Column,
    firsts: Column,
) -> int:
    """Reads the words off a run of texts; the number of words.

    ``codes`` holds the texts' characters as places in ``table``, text ``d`` at ``bounds[d]:bounds[d + 1]``. Fills,
    per word, the hash of its folded letters (30 bits, and LONG), its start and end within its text and its flags (1 in
    quotation marks, 2 capital, 8 a character that is a word by itself); ``firsts[d]`` is the number of the first word
    of text ``d``.
    """
    count = 0
    for d in range(len(bounds) - 1):
        low = bounds[d]
        high = bounds[d + 1]
        firsts[d] = count
        inside = False  # a word
        h = 0
        letters = 0
        quote = 0  # 0 none, 1 double marks, 2 single, 3 opened by a low mark
        opened = 0  # the first word in quotation
        before = 0  # the character before: 2 of a word, 1 ends a sentence or quotation, 3 a comma, 0 another
        broken = -1  # the first word of a new line within a quotation: taken back unless a mark closes it
        twice = False  # the character before was a single mark and so is this
        i = low - 1
        while i + 1 < high:
            i += 1
            value = table[codes[i]]
            kind = value & 15
            if kind & 14 == 2:  # a letter: the rest of its run at once
                if not inside:
                    inside = True
                    h = 0
                    letters = 0
                    starts[count] = i - low
                    flags[count] = (1 if quote > 0 else 0) | (2 if kind == 3 else 0)
                while kind & 14 == 2:
                    h = ((h ^ (value >> 4)) * 1000003) & 0x3FFFFFFFFFF
                    letters += 1
                    i += 1
                    if i == high:
                        break
                    value = table[codes[i]]
                    kind = value & 15
                ends[count] = i - low
                before = 2
                if i == high:
                    break
            if kind == 0:
                if inside:
                    hashes[count] = ((h ^ (h >> 21)) & 0x3FFFFFFF) | (LONG if letters > SHORT else 0)
                    count += 1
                    inside = False
                before = 0
                twice = False
                continue
            if kind == 1:
                continue
            if kind == 5:
                if not inside:
                    inside = True
                    h = 0
                    letters = 0
                    starts[count] = i - low
                    flags[count] = 1 if quote > 0 else 0
                place = value >> 4
                for k in range(place + 1, place + 1 + several[place]):
                    h = ((h ^ several[k]) * 1000003) & 0x3FFFFFFFFFF
                    letters += 1
                ends[count] = i + 1 - low
                before = 2
                continue
            if kind == 10 or kind == 14:  # an apostrophe, or a single quotation mark
                after = 0
                if i + 1 < high:
                    after = table[codes[i + 1]] & 15
                if after == 10 or after == 14:  # typed twice, `` and '' are double marks: the second one counts
                    before = 3 if quote == 1 else 0
                    twice = True
                    continue
                follows = 2 <= after <= 5
                if twice:
                    if quote == 1 and kind == 14 and broken >= 0:
                        for k in range(broken, count):
                            flags[k] &= 254
                    quote = 1 if kind == 14 or quote == 0 else 0
                    broken = -1
                elif quote == 0 and before != 2 and follows:
                    quote = 2
                    opened = count
                elif quote == 2 and not follows:
                    quote = 0
                if inside and (twice or not follows):
                    hashes[count] = ((h ^ (h >> 21)) & 0x3FFFFFFF) | (LONG if letters > SHORT else 0)
                    count += 1
                    inside = False
                twice = False
                continue
            twice = False
            if inside:
                hashes[count] = ((h ^ (h >> 21)) & 0x3FFFFFFF) | (LONG if letters > SHORT else 0)
                count += 1
                inside = False
            if kind == 4:
                h = ((value >> 4) * 1000003) & 0x3FFFFFFFFFF
                hashes[count] = (h ^ (h >> 21)) & 0x3FFFFFFF
                starts[count] = i - low
                ends[count] = i + 1 - low
                flags[count] = (1 if quote > 0 else 0) | 8
                count += 1
                before = 2
                continue
            if kind == 11:
                if quote == 2:  # never closed: it was an apostrophe
                    for k in range(opened, count):
                        flags[k] &= 254
                    quote = 0
                elif quote != 0 and broken < 0:
                    broken = count
                before = 0
            elif 6 <= kind <= 9:
                after = 0
                if i + 1 < high:
                    after = table[codes[i + 1]] & 15
                opens = kind == 9 or (kind == 6 and quote != 3) or (kind == 8 and before == 0 and 2 <= after <= 5)
                if opens or (kind == 8 and quote == 0 and (before == 0 or (before != 2 and 2 <= after <= 5))):
                    if quote != 0 and broken >= 0:
                        for k in range(broken, count):
                            flags[k] &= 254
                    quote = 3 if kind == 9 else 1
                    before = 0
                else:
                    quote = 0
                    before = 1
                broken = -1
            elif kind == 12:
                before = 1
            else:
                before = 3 if kind == 13 else 0
        if inside:
            hashes[count] = ((h ^ (h >> 21)) & 0x3FFFFFFF) | (LONG if letters > SHORT else 0)
            count += 1
        if quote == 2 or broken >= 0:
            for k in range(opened if quote == 2 else broken, count):
                flags[k] &= 254
    firsts[len(bounds) - 1] = count
    return count


def winnow(hashes: Column, firsts: Column, keys: Column, holders: Column, prints: Column) -> int:
    """Chooses each text's fingerprints (Schleimer et al. 2003: the least of every ``WINDOW`` shingles); their number.

    ``keys`` gets the 42-bit hashes of the chosen shingles, ``holders`` the number of each one's first word (before a
    number that ``surround`` fills), and ``prints[d]`` the number of the first fingerprint of text ``d``.
    """
    count = 0
    for d in range(len(firsts) - 1):
        low = firsts[d]
        last = firsts[d + 1] - SHINGLE  # the last shingle
        prints[d] = count
        least = 0
        at = low - 1
        k0 = 0
        k1 = 0
        k2 = 0
        k3 = 0
        for i in range(low, last + 1):
            h = hashes[i] * 982451653 + hashes[i + 1] * 735632797
            h += hashes[i + 2] * 553105253 + hashes[i + 3] * 413158523
            h = (h ^ (h >> 32)) & 0x3FFFFFFFFFF
            k0 = k1
            k1 = k2
            k2 = k3
            k3 = h
            if i - low < WINDOW - 1 and i < last:
                continue
            new = at
            if at < low or at <= i - WINDOW:
                least = k3
                new = i
                if i - 1 >= low and k2 < least:
                    least = k2
                    new = i - 1
                if i - 2 >= low and k1 < least:
                    least = k1
                    new = i - 2
                if i - 3 >= low and k0 < least:
                    least = k0
                    new = i - 3
            elif h <= least:
                least = h
                new = i
            if new != at:
                at = new
                keys[count] = least
                holders[2 * count] = at
                count += 1
    prints[len(firsts) - 1] = count
    return count


def surround(hashes: Column, firsts: Column, prints: Column, text: int, word: int, holders: Column) -> int:
    """Notes the words around each fingerprint, where there are any, as lanes of a number; how many fingerprints.

    ``holders`` has the first word of each, by its place in ``hashes``, and gets its text and first word as one
    (``HOLDER``), counted on from ``text`` and ``word``, and then the words around it: what is looked at together.
    """
    for d in range(len(firsts) - 1):
        low = firsts[d]
        high = firsts[d + 1]
        for p in range(prints[d], prints[d + 1]):
            i = holders[2 * p]
            holders[2 * p] = ((text + d) << HOLDER) | (word + i)
            if i - AROUND >= low and i + SHINGLE + AROUND <= high:  # nearly all: in one go
                lanes = ((hashes[i - 4] & 63) << 7 * LANE) | ((hashes[i - 3] & 63) << 6 * LANE)
                lanes |= ((hashes[i - 2] & 63) << 5 * LANE) | ((hashes[i - 1] & 63) << 4 * LANE)
                lanes |= ((hashes[i + 4] & 63) << 3 * LANE) | ((hashes[i + 5] & 63) << 2 * LANE)
                holders[2 * p + 1] = lanes | ((hashes[i + 6] & 63) << LANE) | (hashes[i + 7] & 63)
                continue
            lanes = 0
            for k in range(max(low, i - AROUND), i):
                lanes = (lanes << LANE) | (hashes[k] & 63)
            for k in range(i + SHINGLE, i + SHINGLE + AROUND):
                lanes <<= LANE
                if k < high:
                    lanes |= hashes[k] & 63
            holders[2 * p + 1] = lanes
    count: int = prints[len(firsts) - 1]
    return count


def number(keys: Column, shift: int, packed: Column) -> int:
    """Packs each fingerprint for ``post``: its hash, shifted left by ``shift``, and its number; how many there are."""
    low = (1 << (63 - shift)) - 1
    for p in range(len(keys)):
        packed[p] = ((keys[p] & low) << shift) | p
    return len(keys)


def post(
    keys: Column, shift: int, holders: Column, cap: int, posts: Column, at: Column, common: Column, done: Column
) -> int:
    """Lists who holds each fingerprint; how many numbers the list has.

    ``keys`` are sorted, and as ``number`` packs them; ``holders`` are as ``surround`` fills them. ``posts`` gets both
    numbers of each fingerprint that more than one text holds, or one text twice, the last of each hash with -1 less
    the first number instead of it; ``at`` gets the place of each in ``posts``, where it has something after it to be
    paired with. Of each that more than ``cap`` texts hold, ``common`` gets the first and the end place in ``keys``
    instead (see ``anchor``).
    ``done`` gets how many of these there are, and how many pairs are listed.
    """
    to = 0
    n = len(keys)
    low = 0
    mask = (1 << shift) - 1
    many = 0
    pairs = 0
    while low < n:
        h = keys[low] >> shift
        high = low + 1
        if high == n or keys[high] >> shift != h:  # most are held once
            low = high
            continue
        number = keys[low] & mask
        holder = holders[2 * number]
        different = 1
        begin = to
        while high < n and keys[high] >> shift == h:
            posts[to] = holder
            posts[to + 1] = holders[2 * number + 1]
            at[number] = to
            to += 2
            text = holder >> HOLDER
            number = keys[high] & mask
            holder = holders[2 * number]
            if holder >> HOLDER != text:
                different += 1
            high += 1
        if different > cap:
            to = begin
            for k in range(low, high):
                at[keys[k] & mask] = -1
            common[2 * many] = low
            common[2 * many + 1] = high
            many += 1
        else:
            posts[to] = -1 - holder
            posts[to + 1] = holders[2 * number + 1]
            to += 2
            pairs += (high - low) * (high - low - 1) // 2
        low = high
    done[0] = many
    done[1] = pairs
    return to


def anchor(
    keys: Column, shift: int, holders: Column, anchors: Column, begin: int, posts: Column, at: Column, done: Column
) -> int:
    """Lists who holds each fingerprint that many hold, from ``posts[begin]`` on; how many numbers the list then has.

    ``keys`` are sorted as for ``post``, and ``anchors`` flags those whose text is an anchor: with it every holder is
    paired, and no others are. A text that is none is followed by where to go on: ``JUMP`` less the place of the next
    anchor, in a list of the anchors alone. Both lists end with ``JUMP``. ``done[1]`` counts on the pairs.
    """
    to = begin
    n = len(keys)
    low = 0
    mask = (1 << shift) - 1
    while low < n:
        h = keys[low] >> shift
        size = 1  # of the list, in posts
        high = low
        chosen = 0
        while high < n and keys[high] >> shift == h:
            last = high + 1 == n or keys[high + 1] >> shift != h
            if anchors[high] > 0:
                chosen += 1
            elif last or holders[2 * (keys[high + 1] & mask)] >> HOLDER != holders[2 * (keys[high] & mask)] >> HOLDER:
                size += 1
            size += 1
            high += 1
        done[1] += chosen * (high - low)
        copy = to + 2 * size
        text = -1
        mine = 0  # places of an anchor
        for k in range(low, high):
            number = keys[k] & mask
            mine = mine + 1 if holders[2 * number] >> HOLDER == text else 0
            text = holders[2 * number] >> HOLDER
            posts[to] = holders[2 * number]
            posts[to + 1] = holders[2 * number + 1]
            at[number] = to
            to += 2
            if anchors[k] > 0:
                if mine < PLACES:
                    posts[copy] = posts[to - 2]
                    posts[copy + 1] = posts[to - 1]
                    copy += 2
            elif k + 1 == high or holders[2 * (keys[k + 1] & mask)] >> HOLDER != text:
                posts[to] = JUMP - copy
                posts[to + 1] = 0
                to += 2
        posts[to] = JUMP
        posts[copy] = JUMP
        to = copy + 2
        low = high
    return to


def grow(  # noqa: C901 - one loop, compiled as a whole
    only: int,
    at: Column,
    posts: Column,
    many: int,
    prints: Column,
    hashes: Column,
    firsts: Column,
    starts: Column,
    ends: Column,
    least: int,
    nearness: int,
    tails: Column,
    met: Column,
    queue: Column,
    found: Column,
    rows: Column,
    order: Column,
    out: Column,
    done: Column,
) -> int:
    """Grows equal fingerprints into passages, text by text; how many texts are done.

    Texts that share much with one come next, so that what they share is still at hand: in their own order each would be
    fetched from memory again. ``queue`` lists them in that order; ``found`` gets how many passages each text has, -1
    before it is in the queue; ``done[2:6]`` are how many texts are done, how many are in the queue, the first text that
    may not be in it, and how many pairs of fingerprints the texts that are done have. Each text is paired with those
    after it and with itself; where ``only`` isn't negative, only pairs that hold that text are looked at. From
    ``posts[many]`` on stand those of fingerprints that many texts hold. A seed that no passage of its pair holds yet,
    and around which the texts agree, is aligned. ``out`` gets rows of ``RESULT``, ``done[0]`` their number: passages of
    at least ``least`` equal words, those that follow each other within ``nearness`` characters on both sides being one.
    It stops before a text that ``out`` has no room for, with ``done[1]`` set where ``rows`` (with ``order``) have none.
    ``tails`` is -1 for every text, before and after.
    """
    count = 0
    room = len(order)
    done[1] = 0
    turn: int = done[2]
    queued = done[3]
    unmet = done[4]
    looks = done[5]
    looked = looks
    while turn < len(found):
        if turn == queued:
            while found[unmet] >= 0:
                unmet += 1
            queue[queued] = unmet
            found[unmet] = 0
            queued += 1
        a = queue[turn]
        looks = looked
        used = 0
        pairs = 0
        low_a = firsts[a]
        high_a = firsts[a + 1]
        for p in range(prints[a], prints[a + 1]):
            post_at = at[p]
            if post_at < 0:
                continue
            i0 = posts[post_at] & PLACE
            k = post_at - 2  # of this text the first PLACES only
            earlier = 0
            while k >= 0 and earlier < PLACES and posts[k] >= 0 and posts[k] >> HOLDER == a:
                earlier += 1
                k -= 2
            own = posts[post_at + 1]
            other = -1
            mine = 0  # places of text b seen so far
            k = post_at
            last = False
            while not last:
                k += 2
                looks += 1
                b = posts[k]
                if b <= JUMP:
                    if b == JUMP:
                        break
                    if posts[k - 2] >> HOLDER == a:  # else it is another text's, and this one an anchor
                        k = JUMP - b - 2
                    continue
                if b < 0:
                    last = True
                    b = -1 - b
                j0 = b & PLACE
                b >>= HOLDER
                if earlier >= PLACES and (b != a or k > post_at + 2):
                    break
                if b == a and k > post_at + 2:
                    continue
                if only >= 0 and a != only and b != only:
                    continue
                mine = mine + 1 if b == other else 0
                other = b
                if mine >= PLACES:
                    continue
                same = (((own ^ posts[k + 1]) + LANES_FULL) & LANES_HIGH) ^ LANES_HIGH
                same &= same - 1
                if same == 0:  # fewer than two words around them are equal: chance
                    continue
                if post_at >= many:
                    for _ in range(LIKE - 2):
                        same &= same - 1
                    if same == 0:
                        continue
                row = tails[b]
                back = 0
                held = False
                while row >= 0 and back < LOOK_BACK:
                    o = row * ROW
                    if rows[o] <= i0 < rows[o + A_END] and rows[o + B_FIRST] <= j0 < rows[o + B_END]:
                        held = True
                        break
                    row = rows[o + BEFORE]
                    back += 1
                if held:
                    continue
                if used == room:
                    for m in range(pairs):
                        tails[met[m]] = -1
                    done[0] = count
                    done[1] = 1
                    done[2] = turn
                    done[3] = queued
                    done[4] = unmet
                    done[5] = looked
                    return turn
                stop_a = j0 if a == b else high_a
                end_a, end_b, after = extend(i0, j0, 1, stop_a, firsts[b + 1], hashes)
                stop_b = end_a if a == b else firsts[b] - 1
                first_a, first_b, ahead = extend(i0 - 1, j0 - 1, -1, low_a - 1, stop_b, hashes)
                o = used * ROW
                rows[o] = first_a + 1
                rows[o + A_END] = end_a
                rows[o + B_FIRST] = first_b + 1
                rows[o + B_END] = end_b
                rows[o + EQUAL] = ahead + after
                rows[o + BEFORE] = tails[b]
                if tails[b] < 0:
                    met[pairs] = b
                    pairs += 1
                tails[b] = used
                used += 1
        if (count + used) * RESULT > len(out):
            for m in range(pairs):
                tails[met[m]] = -1
            break
        arrange(met, pairs)
        before = count
        for m in range(pairs):
            b = met[m]
            n = 0
            row = tails[b]
            while row >= 0:
                order[n] = row
                n += 1
                row = rows[row * ROW + BEFORE]
            tails[b] = -1
            kept = join(rows, order, n, starts, ends, nearness)
            for k in range(n - 1, n - 1 - kept, -1):
                o = order[k] * ROW
                if rows[o + EQUAL] >= least and (a == b or not repeats(rows, order, k, n - kept, n)):
                    to = count * RESULT
                    out[to] = a
                    out[to + 1] = b
                    out[to + 2] = rows[o] - low_a
                    out[to + 3] = rows[o + A_END] - low_a
                    out[to + 4] = rows[o + B_FIRST] - firsts[b]
                    out[to + 5] = rows[o + B_END] - firsts[b]
                    out[to + 6] = rows[o + EQUAL]
                    count += 1
                    if found[b] < 0 and rows[o + EQUAL] >= RELATED:
                        found[b] = 0
                        queue[queued] = b
                        queued += 1
        found[a] = count - before
        turn += 1
        looked = looks
    done[0] = count
    done[2] = turn
    done[3] = queued
    done[4] = unmet
    done[5] = looked
    return turn


def extend(i: int, j: int, step: int, stop_a: int, stop_b: int, hashes: Column) -> tuple[int, int, int]:
    """Follows two texts from words i and j on, forwards or back; where they part, and how many words were equal.

    At a difference it resumes at the nearest place, up to ``REACH`` words on, where the texts agree again; it stops
    when the differences have cost more than ``DROP`` since the best place, and goes back to that.
    """
    score = 0
    best = 0
    run = 0
    reached = 0
    best_i = i
    best_j = j
    while (stop_a - i) * step > 0 and (stop_b - j) * step > 0:
        if hashes[i] == hashes[j]:
            room = min((stop_a - i) * step, (stop_b - j) * step)
            k = 1
            long = hashes[i] >> 30
            while k < room and hashes[i + k * step] == hashes[j + k * step]:
                long += hashes[i + k * step] >> 30
                k += 1
            score += WORD * k + MORE * long
            run += k
            i += k * step
            j += k * step
            if score > best:
                best = score
                reached = run
                best_i = i
                best_j = j
            continue
        most = min(REACH, (DROP - best + score - COST) // 2)
        far_i, far_j = resume(i, j, step, (stop_a - i) * step, (stop_b - j) * step, most, hashes)
        if far_i + far_j == 0:
            break
        score -= COST + 2 * max(far_i, far_j)
        i += far_i * step
        j += far_j * step
    return best_i, best_j, reached


def resume(i: int, j: int, step: int, room_a: int, room_b: int, most: int, hashes: Column) -> tuple[int, int]:
    """The nearest words at which two texts agree again after a difference, as steps in each; (0, 0) if there are none.

    After a difference of one word a single word will do; else two in a row must agree.
    """
    for far in range(1, most + 1):
        at_a = far < room_a
        at_b = far < room_b
        if not (at_a or at_b):
            break
        x = hashes[i + far * step] if at_a else -1
        y = hashes[j + far * step] if at_b else -2
        if x == y and (far == 1 or agrees(i, j, far, far, step, room_a, room_b, hashes)):
            return far, far
        for d in range(far - 1, -1, -1):
            if d < room_a and hashes[i + d * step] == y:  # noqa: SIM102 - as compiled: the cheap test first
                if far == 1 or agrees(i, j, d, far, step, room_a, room_b, hashes):
                    return d, far
            if d < room_b and hashes[j + d * step] == x:  # noqa: SIM102
                if far == 1 or agrees(i, j, far, d, step, room_a, room_b, hashes):
                    return far, d
    return 0, 0


def agrees(i: int, j: int, di: int, dj: int, step: int, room_a: int, room_b: int, hashes: Column) -> bool:
    """Whether the words after these two agree as well."""
    if di + 1 >= room_a or dj + 1 >= room_b:
        return False
    equal: bool = hashes[i + (di + 1) * step] == hashes[j + (dj + 1) * step]
    return equal


def join(rows: Column, order: Column, n: int, starts: Column, ends: Column, nearness: int) -> int:
    """Makes one of a pair's passages that lie close together; how many are left.

    ``order`` lists the pair's rows, the last first; those that are left stand at its end, in the same order.
    """
    kept = 0
    for r in range(n - 1, -1, -1):
        row = order[r]
        o = row * ROW
        joined = False
        for k in range(kept - 1, max(0, kept - JOIN_BACK) - 1, -1):
            p = order[n - 1 - k] * ROW
            if rows[p + A_END] <= rows[o]:
                gap_a = starts[rows[o]] - ends[rows[p + A_END] - 1]
            else:
                gap_a = 0 if rows[o] >= rows[p] else nearness + 1
            if rows[p + B_END] <= rows[o + B_FIRST]:
                gap_b = starts[rows[o + B_FIRST]] - ends[rows[p + B_END] - 1]
            else:
                gap_b = 0 if rows[o + B_FIRST] >= rows[p + B_FIRST] else nearness + 1
            over_a = rows[p + A_END] - rows[o]
            over_b = rows[p + B_END] - rows[o + B_FIRST]
            over = max(over_a, over_b, 0)
            if gap_a <= nearness and gap_b <= nearness and (over < 3 or abs(over_a - over_b) <= REACH):
                rows[p + A_END] = max(rows[p + A_END], rows[o + A_END])
                rows[p + B_END] = max(rows[p + B_END], rows[o + B_END])
                most = min(rows[p + A_END] - rows[p], rows[p + B_END] - rows[p + B_FIRST])
                rows[p + EQUAL] = min(rows[p + EQUAL] + max(rows[o + EQUAL] - over, 0), most)
                joined = True
                break
        if not joined:
            kept += 1
            order[n - kept] = row
    return kept


def repeats(rows: Column, order: Column, k: int, low: int, high: int) -> bool:
    """Whether what passage ``order[k]`` pairs stands, on both sides, in larger passages of ``order[low:high]``.

    Then the texts only repeat themselves: what it pairs was copied with the passages around it.
    """
    o = order[k] * ROW
    middle_a = (rows[o] + rows[o + A_END]) // 2
    middle_b = (rows[o + B_FIRST] + rows[o + B_END]) // 2
    in_a = False
    in_b = False
    for m in range(max(low, k - BESIDE), min(high, k + BESIDE + 1)):
        p = order[m] * ROW
        if rows[p + EQUAL] > rows[o + EQUAL]:
            in_a = in_a or rows[p] <= middle_a < rows[p + A_END]
            in_b = in_b or rows[p + B_FIRST] <= middle_b < rows[p + B_END]
            if in_a and in_b:
                return True
    longer = max(rows[o + A_END] - rows[o], rows[o + B_END] - rows[o + B_FIRST])
    return (in_a or in_b) and 2 * rows[o + EQUAL] - longer < FORMULA


def arrange(numbers: Column, n: int) -> int:
    """Sorts the first ``n`` numbers (Shell 1959)."""
    gap = 1
    while gap < n // 3:
        gap = 3 * gap + 1
    while gap > 0:
        for k in range(gap, n):
            number = numbers[k]
            i = k
            while i >= gap and numbers[i - gap] > number:
                numbers[i] = numbers[i - gap]
                i -= gap
            numbers[i] = number
        gap //= 3
    return n


def tally(flags: Column, firsts: Column, sums: Column) -> int:
    """Sums up the flags of each text's words before every ``BLOCK``th of them, for ``tallied``; the number of words.

    ``sums`` gets lanes of ``TALLY`` bits: words in quotation marks (with a reporting clause between two quotations),
    capitals, in furniture and characters by themselves. Those of text ``d`` start at ``firsts[d] // BLOCK + d``.
    """
    for d in range(len(firsts) - 1):
        first = firsts[d]
        end = firsts[d + 1]
        to = first // BLOCK + d
        spoken = first - CLAUSE - 2  # the last word in quotation marks
        quoted = 0
        capital = 0
        furniture = 0
        alone = 0
        for start in range(first, end + 1, BLOCK):
            sums[to] = counted(quoted, capital, furniture, alone)
            to += 1
            for k in range(start, min(start + BLOCK, end)):
                flag = flags[k]
                if flag & 1:
                    quoted += k - spoken if k - spoken <= CLAUSE + 1 else 1
                    spoken = k
                capital += (flag >> 1) & 1
                furniture += (flag >> 2) & 1
                alone += (flag >> 3) & 1
    return len(flags)


def tallied(k: int, d: int, first: int, flags: Column, sums: Column) -> int:
    """The flags of the words of text ``d``, which begins with word ``first``, that stand before word ``k``."""
    block = (k - first) // BLOCK
    low = sums[first // BLOCK + d + block]
    quoted = low & TALLY_FULL
    capital = (low >> TALLY) & TALLY_FULL
    furniture = (low >> 2 * TALLY) & TALLY_FULL
    alone = (low >> 3 * TALLY) & TALLY_FULL
    for word in range(first + block * BLOCK, k):
        flag = flags[word]
        if flag & 1:
            spoken = word - 1
            while spoken >= first and word - spoken <= CLAUSE + 1 and not flags[spoken] & 1:
                spoken -= 1
            quoted += word - spoken if spoken >= first and word - spoken <= CLAUSE + 1 else 1
        capital += (flag >> 1) & 1
        furniture += (flag >> 2) & 1
        alone += (flag >> 3) & 1
    return counted(quoted, capital, furniture, alone)


def counted(quoted: int, capital: int, furniture: int, alone: int) -> int:
    """Four counts as one number."""
    return (
        (quoted & TALLY_FULL)
        | ((capital & TALLY_FULL) << TALLY)
        | ((furniture & TALLY_FULL) << 2 * TALLY)
        | ((alone & TALLY_FULL) << 3 * TALLY)
    )


def measure(
    rows: Column,
    count: int,
    firsts: Column,
    starts: Column,
    ends: Column,
    flags: Column,
    sums: Column,
    places: Column,
    columns: Column,
    size: int,
) -> int:
    """Measures each of ``count`` passages; how many there are.

    ``columns`` gets them by column, each of ``size``, every row at ``places[a]``, which is counted on: the text, the
    first and the end word, the same as code points, and how many of the words are in quotation marks (or a reporting
    clause between two quotations), capitals, in furniture and characters by themselves, for a and then for b; and the
    equal words.
    """
    for r in range(count):
        row = r * RESULT
        at = places[rows[row]]
        places[rows[row]] = at + 1
        for side in range(2):
            text = firsts[rows[row + side]]
            first = text + rows[row + 2 + 2 * side]
            end = text + rows[row + 3 + 2 * side]
            quoted = 0
            capital = 0
            furniture = 0
            alone = 0
            k = first
            while k < end:
                more = min(k + TALLIED, end)
                low = tallied(k, rows[row + side], text, flags, sums)
                high = tallied(more, rows[row + side], text, flags, sums)
                quoted += (high - low) & TALLY_FULL
                capital += ((high >> TALLY) - (low >> TALLY)) & TALLY_FULL
                furniture += ((high >> 2 * TALLY) - (low >> 2 * TALLY)) & TALLY_FULL
                alone += ((high >> 3 * TALLY) - (low >> 3 * TALLY)) & TALLY_FULL
                k = more
            if quoted > 0:  # a clause before the first quotation here belongs to none
                k = first
                far = min(end, first + CLAUSE + 1)
                while k < far and not flags[k] & 1:
                    k += 1
                if k < far:
                    spoken = first - 1
                    while spoken >= text and k - spoken <= CLAUSE + 1 and not flags[spoken] & 1:
                        spoken -= 1
                    if spoken >= text and k - spoken <= CLAUSE + 1:
                        quoted -= k - spoken - 1
            to = at + 9 * side * size
            columns[to] = rows[row + side]
            columns[to + size] = first - text
            columns[to + 2 * size] = end - text
            columns[to + 3 * size] = starts[first]
            columns[to + 4 * size] = ends[end - 1]
            columns[to + 5 * size] = quoted
            columns[to + 6 * size] = capital
            columns[to + 7 * size] = furniture
            columns[to + 8 * size] = alone
        columns[at + 18 * size] = rows[row + 6]
    return count
