"""The loops that touch every character and every word.

Plain Python over anything that can be indexed: ``engine`` compiles them for a large pile and runs them as they stand,
over lists, for a small one. Hence only integers below 2**63, constants and indexing; no calls to one another.
"""

from __future__ import annotations

from typing import Any

Column = Any  # a list of int, or an integer array

# Words of a shingle. Swept on 10,000 planted reports: recall where more than 15 % of the words differ is .905 with 5
# and .925 with 4.
SHINGLE = 4
WINDOW = 4  # every run of SHINGLE + WINDOW - 1 = 7 equal words is sure to be found; 3 adds .006 for a third more prints


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
    per word, the 31-bit hash of its folded letters, its start and end within its text and its flags (1 in quotation
    marks, 2 capital, 8 a character that is a word by itself); ``firsts[d]`` is the number of the first word of text
    ``d``.
    """
    count = 0
    for d in range(len(bounds) - 1):
        low = bounds[d]
        high = bounds[d + 1]
        firsts[d] = count
        inside = False  # a word
        h = 0
        quote = 0  # 0 none, 1 double marks, 2 single, 3 opened by a low mark
        opened = 0  # the first word in quotation
        before = 0  # the character before: 2 of a word, 1 ends a sentence or quotation, 3 a comma, 0 another
        broken = -1  # the first word of a new line within a quotation: taken back unless a mark closes it
        twice = False  # the character before was a single mark and so is this
        for i in range(low, high):
            value = table[codes[i]]
            kind = value & 15
            if kind == 2 or kind == 3 or kind == 5:
                if not inside:
                    inside = True
                    h = 0
                    starts[count] = i - low
                    flags[count] = (1 if quote > 0 else 0) | (2 if kind == 3 else 0)
                if kind == 5:
                    place = value >> 4
                    for k in range(place + 1, place + 1 + several[place]):
                        h = ((h ^ several[k]) * 1000003) & 0x3FFFFFFFFFF
                else:
                    h = ((h ^ (value >> 4)) * 1000003) & 0x3FFFFFFFFFF
                ends[count] = i + 1 - low
                before = 2
                continue
            if kind == 1:
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
                    hashes[count] = (h ^ (h >> 21)) & 0x7FFFFFFF
                    count += 1
                    inside = False
                twice = False
                continue
            twice = False
            if inside:
                hashes[count] = (h ^ (h >> 21)) & 0x7FFFFFFF
                count += 1
                inside = False
            if kind == 4:
                h = ((value >> 4) * 1000003) & 0x3FFFFFFFFFF
                hashes[count] = (h ^ (h >> 21)) & 0x7FFFFFFF
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
            hashes[count] = (h ^ (h >> 21)) & 0x7FFFFFFF
            count += 1
        if quote == 2 or broken >= 0:
            for k in range(opened if quote == 2 else broken, count):
                flags[k] &= 254
    firsts[len(bounds) - 1] = count
    return count


def winnow(hashes: Column, firsts: Column, keys: Column, places: Column, prints: Column) -> int:
    """Chooses each text's fingerprints (Schleimer et al. 2003: the least of every ``WINDOW`` shingles); their number.

    ``keys`` gets the 42-bit hashes of the chosen shingles, ``places`` the number of each one's first word, and
    ``prints[d]`` the number of the first fingerprint of text ``d``.
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
            h = 0
            for k in range(i, i + SHINGLE):
                h = ((h ^ hashes[k]) * 1000003) & 0x3FFFFFFFFFF
                h ^= h >> 23
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
                places[count] = at
                count += 1
    prints[len(firsts) - 1] = count
    return count


def join(  # noqa: C901 - one loop, compiled as a whole
    keys: Column, shift: int, texts: Column, prints: Column, wide: int, deep: int, cap: int, seeds: Column
) -> int:
    """Pairs the equal fingerprints; the number of pairs (counted only, where ``seeds`` has no room).

    ``keys`` are sorted: a fingerprint's hash shifted left by ``shift``, and its number. ``texts`` gives each one's
    text, ``prints`` each text's first fingerprint. A seed packs text a (``wide`` bits), text b, and both places
    counted in fingerprints within their texts (``deep`` bits each), so that sorting seeds sorts pairs. A fingerprint
    that more than ``cap`` texts hold says nothing and is passed over; of one text at most three places count, and
    within one text only neighbours are paired, so that repetition stays linear.
    """
    count = 0
    n = len(keys)
    room = len(seeds)
    low = 0
    mask = (1 << shift) - 1
    while low < n:
        h = keys[low] >> shift
        high = low + 1
        while high < n and keys[high] >> shift == h:
            high += 1
        if high - low > 1:
            different = 1
            for i in range(low + 1, high):
                if texts[keys[i] & mask] != texts[keys[i - 1] & mask]:
                    different += 1
            if different <= cap:
                i = low
                while i < high:  # all places of text a, then those of each later text
                    a = texts[keys[i] & mask]
                    beyond = i + 1
                    while beyond < high and texts[keys[beyond] & mask] == a:
                        beyond += 1
                    for k in range(i, beyond):
                        p = keys[k] & mask
                        stop = high if k < i + 3 else min(k + 2, beyond)
                        mine = 0  # places of text b seen so far
                        other = -1
                        for j in range(k + 1, stop):
                            q = keys[j] & mask
                            b = texts[q]
                            if b == a and j > k + 1:
                                continue
                            mine = mine + 1 if b == other else 0
                            other = b
                            if mine > 2:
                                continue
                            if count < room:
                                pair = (a << wide) | b
                                seeds[count] = (((pair << deep) | (p - prints[a])) << deep) | (q - prints[b])
                            count += 1
                    i = beyond
        low = high
    return count


def align(  # noqa: C901 - one loop, compiled as a whole
    seeds: Column,
    wide: int,
    deep: int,
    prints: Column,
    places: Column,
    hashes: Column,
    firsts: Column,
    starts: Column,
    ends: Column,
    least: int,
    nearness: int,
    out: Column,
) -> int:
    """Grows sorted seeds into passages; the number of passages.

    From each seed that no passage of the pair holds yet the alignment runs both ways over equal words. At a
    difference it resumes at the nearest place, up to REACH words on, where the texts agree again; it stops when the
    differences have cost more than DROP since the best place, and goes back to that. Passages of one pair that
    follow each other within ``nearness`` characters on both sides are one. ``out`` gets rows of seven: text a, first
    and end word, text b, first and end word, and how many words are equal; rows with fewer than ``least`` are not
    kept. It needs room for one row a seed.
    """
    reach = 8  # 12 finds no more; masked tokens come seven at a time
    drop = 24  # four points a word, 4 and 2 a word for a difference. Swept 16–36: flat from 24 on
    count = 0
    total = len(seeds)
    wmask = (1 << wide) - 1
    dmask = (1 << deep) - 1
    pair = -1
    begin = 0  # the first row of this pair
    for s in range(total + 1):
        now = -2
        if s < total:
            now = seeds[s] >> (2 * deep)
        if now != pair:
            if pair >= 0:  # join what lies close together, drop what is too little
                kept = begin
                for r in range(begin, count):
                    o = r * 7
                    merged = False
                    for k in range(kept - 1, max(begin, kept - 4) - 1, -1):
                        p = k * 7
                        if out[p + 2] <= out[o + 1]:
                            gap_a = starts[out[o + 1]] - ends[out[p + 2] - 1]
                        else:
                            gap_a = 0 if out[o + 1] >= out[p + 1] else nearness + 1
                        if out[p + 5] <= out[o + 4]:
                            gap_b = starts[out[o + 4]] - ends[out[p + 5] - 1]
                        else:
                            gap_b = 0 if out[o + 4] >= out[p + 4] else nearness + 1
                        over_a = out[p + 2] - out[o + 1]
                        over_b = out[p + 5] - out[o + 4]
                        over = max(over_a, over_b, 0)
                        if gap_a <= nearness and gap_b <= nearness and (over < 3 or abs(over_a - over_b) <= reach):
                            out[p + 2] = max(out[p + 2], out[o + 2])
                            out[p + 5] = max(out[p + 5], out[o + 5])
                            fresh = max(out[o + 6] - over, 0)
                            most = min(out[p + 2] - out[p + 1], out[p + 5] - out[p + 4])
                            out[p + 6] = min(out[p + 6] + fresh, most)
                            merged = True
                            break
                    if not merged:
                        p = kept * 7
                        for c in range(7):
                            out[p + c] = out[o + c]
                        kept += 1
                count = kept
                kept = begin
                for r in range(begin, count):
                    if out[r * 7 + 6] >= least:
                        for c in range(7):
                            out[kept * 7 + c] = out[r * 7 + c]
                        kept += 1
                count = kept
            if s == total:
                break
            pair = now
            begin = count
        a = pair >> wide
        b = pair & wmask
        i0 = places[prints[a] + ((seeds[s] >> deep) & dmask)]
        j0 = places[prints[b] + (seeds[s] & dmask)]
        held = False
        for r in range(count - 1, max(begin, count - 32) - 1, -1):
            o = r * 7
            if out[o + 1] <= i0 < out[o + 2] and out[o + 4] <= j0 < out[o + 5]:
                held = True
                break
        if held:
            continue
        equal = 0
        first_a = i0
        first_b = j0
        end_a = i0
        end_b = j0
        for way in range(2):
            step = 1 if way == 0 else -1
            i = i0 if way == 0 else i0 - 1
            j = j0 if way == 0 else j0 - 1
            stop_a = firsts[a + 1] if way == 0 else firsts[a] - 1
            stop_b = firsts[b + 1] if way == 0 else firsts[b] - 1
            if a == b and way == 0:
                stop_a = j0
            if a == b and way == 1:
                stop_b = end_a - 1
            score = 0
            best = 0
            run = 0
            reached = 0
            best_i = i - step
            best_j = j - step
            while (stop_a - i) * step > 0 and (stop_b - j) * step > 0:
                if hashes[i] == hashes[j]:
                    score += 4
                    run += 1
                    if score >= best:
                        best = score
                        reached = run
                        best_i = i
                        best_j = j
                    i += step
                    j += step
                    continue
                room_a = (stop_a - i) * step
                room_b = (stop_b - j) * step
                far_i = 0
                far_j = 0
                affordable = (drop - best + score - 4) // 2
                for far in range(1, min(reach, affordable) + 1):
                    for k in range(2 * far + 1):
                        di = far if k % 2 == 0 else far - (k + 1) // 2
                        dj = far if k % 2 == 1 else far - k // 2
                        if di >= room_a or dj >= room_b or hashes[i + di * step] != hashes[j + dj * step]:
                            continue
                        if far > 1:
                            if di + 1 >= room_a or dj + 1 >= room_b:
                                continue
                            if hashes[i + (di + 1) * step] != hashes[j + (dj + 1) * step]:
                                continue
                        far_i = di
                        far_j = dj
                        break
                    if far_i + far_j > 0:
                        break
                if far_i + far_j == 0:
                    break
                score -= 4 + 2 * max(far_i, far_j)
                i += far_i * step
                j += far_j * step
            equal += reached
            if way == 0:
                end_a = best_i + 1
                end_b = best_j + 1
            else:
                first_a = best_i
                first_b = best_j
        o = count * 7
        out[o] = a
        out[o + 1] = first_a
        out[o + 2] = end_a
        out[o + 3] = b
        out[o + 4] = first_b
        out[o + 5] = end_b
        out[o + 6] = equal
        count += 1
    return count
