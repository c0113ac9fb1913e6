#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How fast this machine is just now: seconds of processor time that two processes take side by side for the same compressing and copying.

A shared machine changes its speed by a third within an hour, and nothing else tells: compare runs of `./millrace bench` only with this
number beside them, taken before and after while nothing else runs.
"""
import os
import random
import time
import zlib

ROUNDS = 8


def work(text):
    for _ in range(ROUNDS):
        zlib.compress(text, 1)
        copied = bytearray(text * 20)
        shifted = copied[1::64]
        copied[:64 * len(shifted):64] = shifted
        {number: str(number) for number in range(200_000)}


def seconds():
    started = time.process_time()
    work(TEXT)
    return time.process_time() - started


random.seed(1)
WORDS = [bytes(random.choice(b"abcdefghijklmnopqrst") for _ in range(random.randint(2, 9))) for _ in range(5000)]
TEXT = b" ".join(random.choice(WORDS) for _ in range(400_000))

readers = []
for _ in range(2):
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.write(writer, b"%.3f" % seconds())
        os._exit(0)
    readers.append(reader)
print(*(os.read(reader, 99).decode() for reader in readers))
