/** Checks of a pack that need nothing but Python: for strangers, who can read what they run. */
import { payloadFiles } from './layout.ts'

/** Every record against its leaf hash, every leaf against the Merkle root of its exhibit. Prints what it counted. */
export const PROOFS_SCRIPT = `import csv, hashlib, json
H = lambda data: hashlib.sha256(data).digest()
exhibits = {e["label"]: e for e in json.load(open("${payloadFiles.exhibits}", encoding="utf-8"))}
nodes = {(n["exhibit"], int(n["level"]), int(n["index"])): bytes.fromhex(n["hash"])
         for n in csv.DictReader(open("${payloadFiles.nodes}"))}
records = open("${payloadFiles.records}", "rb")
proved = withheld = 0
for leaf in csv.DictReader(open("${payloadFiles.leaves}")):
    hash = bytes.fromhex(leaf["leafHash"])
    if leaf["at"] == "":
        withheld += 1
    else:
        records.seek(int(leaf["at"]))
        assert H(b"\\0" + records.read(int(leaf["size"]))) == hash, ("record differs", leaf)
    exhibit = exhibits[leaf["exhibit"]]
    index, last, level = int(leaf["record"]), exhibit["records"] - 1, 0
    assert 0 <= index <= last, ("no such record", leaf)
    while last > 0:
        if index ^ 1 <= last:
            sibling = nodes[leaf["exhibit"], level, index ^ 1]
            hash = H(b"\\1" + (sibling + hash if index & 1 else hash + sibling))
        index, last, level = index >> 1, last >> 1, level + 1
    assert hash.hex() == exhibit["merkleRoot"], ("proof fails", leaf)
    proved += 1
print(proved, "events proved,", withheld, "of them without their record")
`

/** Every entry of the custody log against its hash, where its facts are there, and the entry before. */
export const CUSTODY_SCRIPT = `import hashlib, json
previous, count = "0" * 64, 0
for line in open("${payloadFiles.custody}", "rb"):
    entry = json.loads(line)
    hashed = line.strip().replace(b'"hash":"%s",' % entry["hash"].encode(), b"", 1)
    assert "facts" not in entry or hashlib.sha256(hashed).hexdigest() == entry["hash"], entry
    assert entry["prev"] == previous and entry["seq"] == count + 1, entry
    previous, count = entry["hash"], count + 1
print(count, "custody entries follow from one another")
`
