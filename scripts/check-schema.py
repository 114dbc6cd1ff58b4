"""Compares docs/products.schema.json with the reader; started by scripts/check-schema."""

import json
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema
import yaml

# The kinds of mistake that a schema can express. A code alone, or with the written forms that it cannot: YAML takes
# some that the reader refuses as the very value that is allowed.
ODD_NUMBER = r"[-+]?0[0-9]+|0x[0-9a-fA-F]+|0o[0-7]+|\+[0-9]+|[-+]?[0-9]+\.0*|[0-9.]+[eE][-+]?[0-9]+"
ODD_DECIMAL = ODD_NUMBER + r"|[-+]?[0-9]*\.[0-9]*"
EXPRESSIBLE = {
    "TILL-V010": None,  # unknown key
    "TILL-V011": None,  # wrong kind
    "TILL-V012": None,  # unknown currency
    "TILL-V013": None,  # missing key
    "TILL-V014": None,  # empty value
    "TILL-V024": r"True|TRUE|False|FALSE",  # not true or false
    "TILL-V025": ODD_NUMBER,  # not a whole number
    "TILL-V026": None,  # number out of range
    "TILL-V031": None,  # version
    "TILL-V032": None,  # unknown provider
    "TILL-V033": None,  # time zone
    "TILL-V036": None,  # bad word
    "TILL-V037": None,  # language
    "TILL-V039": None,  # country
    "TILL-V040": None,  # key form
    "TILL-V041": None,  # reserved price key
    "TILL-V042": None,  # address
    "TILL-V043": None,  # length of time
    "TILL-V047": None,  # metadata
    "TILL-V048": None,  # reserved metadata key
    "TILL-V049": None,  # id of a provider
    "TILL-V050": None,  # variable in text
    "TILL-V052": None,  # adopting elsewhere
    "TILL-V054": None,  # feature of several pairs
    "TILL-V055": None,  # region
    "TILL-V056": None,  # reserved event
    "TILL-V057": None,  # event name
    "TILL-V060": None,  # price without currency
    "TILL-V061": None,  # not a price
    "TILL-V062": None,  # too many decimals
    "TILL-V063": ODD_NUMBER,  # amount that is not whole
    "TILL-V064": None,  # negative
    "TILL-V065": None,  # zero
    "TILL-V067": None,  # grouped digits
    "TILL-V068": None,  # two ways at once
    "TILL-V069": None,  # no price
    "TILL-V070": None,  # interval
    "TILL-V071": None,  # trial without interval
    "TILL-V072": None,  # trial
    "TILL-V075": None,  # lower-case currency
    "TILL-V077": None,  # currency twice
    "TILL-V080": ODD_DECIMAL,  # percentage
    "TILL-V081": None,  # coupon without one reduction
    "TILL-V082": r"[0-9]{4}-02-29",  # date
    "TILL-V101": None,  # file outside
    "TILL-V105": None,  # secret variable
    "TILL-V106": None,  # not a variable
    "TILL-V113": None,  # meter without interval
    "TILL-V114": None,  # quantity beside meter
    "TILL-V115": None,  # custom with interval
    "TILL-V117": None,  # setup fee without interval
    "TILL-V119": None,  # beside free
    "TILL-V123": None,  # subscribers without interval
}

# Mistakes of the text itself end the reading, so that nothing of the file's meaning is compared.
NOT_YAML = {
    "TILL-V001", "TILL-V002", "TILL-V003", "TILL-V004", "TILL-V005", "TILL-V006", "TILL-V007", "TILL-V008",
    "TILL-V009", "TILL-V015", "TILL-V016", "TILL-V017", "TILL-V018", "TILL-V019", "TILL-V020", "TILL-V021",
    "TILL-V022", "TILL-V027", "TILL-V029", "TILL-V030",
}


class CoreLoader(yaml.SafeLoader):
    """YAML 1.2's core schema, as editors read it; keys are text, and what merges is merged."""

    yaml_implicit_resolvers = {}

    def construct_mapping(self, node, deep=False):
        self.flatten_mapping(node)
        result = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.YAMLError("a key that is not text")
            result[key.value] = self.construct_object(value, deep=True)
        return result


def resolve(tag, pattern, first):
    CoreLoader.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile("^(?:" + pattern + ")$"), first)


resolve("null", "~|null|Null|NULL|", ["~", "n", "N", ""])
resolve("bool", "true|True|TRUE|false|False|FALSE", list("tTfF"))
resolve("int", "[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789"))
resolve(
    "float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
    list("-+.0123456789"))
resolve("merge", "<<", ["<"])


def integer(loader, node):
    text = node.value
    base = 8 if text.startswith("0o") else 16 if text.startswith("0x") else 10
    return int(text[2:] if base != 10 else text, base)


CoreLoader.add_constructor("tag:yaml.org,2002:int", integer)
CoreLoader.add_constructor(
    "tag:yaml.org,2002:map", lambda loader, node: loader.construct_mapping(node, deep=True))


def inputs():
    """Every case and example, with its name."""
    for path in sorted(pathlib.Path("Tests/TillCatalogFileTests/Cases").glob("*.case")):
        text = path.read_bytes()
        text = text[: text.find(b"========\n")] if b"========\n" in text else text
        needs_more = text.startswith(b"#: ") or b"\n#: " in text or b"\n-------- " in text
        if not path.name.startswith("lock-") and not needs_more:
            yield path.stem, text
    page = pathlib.Path("docs/diagnostics.md").read_text()
    for section in re.split(r"^## ", page, flags=re.M)[1:]:
        # What needs other files or options is not read here as it is meant.
        for number, block in enumerate(re.findall(r"^```yaml\n(.*?)^```$", section, flags=re.M | re.S)):
            if not block.startswith("{") and "include:" not in block:
                yield f"{section[:9]} {'right' if number else 'wrong'}", block.encode()
    for path in [pathlib.Path("products.yaml"), *sorted(pathlib.Path("docs/examples").glob("*.yaml"))]:
        yield str(path), path.read_bytes()


def read(catalog, folder, text):
    """What the reader says: whether it accepts, and each mistake's code with the text that is meant."""
    file = folder / "products.yaml"
    file.write_bytes(text)
    answer = subprocess.run([catalog, "validate", str(file), "--json"], capture_output=True, check=False)
    if answer.returncode not in (0, 3):
        raise SystemExit(f"catalog validate ended with {answer.returncode}: {answer.stderr.decode()}")
    lines = text.decode("utf-8-sig", "replace").splitlines()
    errors = []
    for error in json.loads(answer.stdout)["errors"]:
        line = lines[error["line"] - 1] if error["line"] <= len(lines) else ""
        start = error["column"] - 1
        errors.append((error["code"], line[start : start + error["length"]], error["line"]))
    return answer.returncode == 0, errors


def removes(value):
    """Whether a part of the file takes something away, as overlays may."""
    return value is None or isinstance(value, dict) and any(map(removes, value.values()))


def is_expressible(code, written, value):
    """Whether a schema can see a mistake: of these values, written so, in such a file."""
    if code not in EXPRESSIBLE or EXPRESSIBLE[code] and re.fullmatch(EXPRESSIBLE[code], written):
        return False
    # What is missing may have been taken away by an overlay.
    return not (code == "TILL-V013" and isinstance(value, dict) and removes(value.get("overlays", {})))


def main(catalog):
    schema = json.loads(pathlib.Path("docs/products.schema.json").read_text())
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    accepted = refused = reader_only = skipped = 0
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        for name, text in inputs():
            reader_accepts, errors = read(catalog, pathlib.Path(folder), text)
            try:
                value = yaml.load(text.decode("utf-8-sig"), CoreLoader)
            except (yaml.YAMLError, UnicodeDecodeError, RecursionError):
                if reader_accepts:
                    failures.append(f"{name}: the reader accepts it, but it is not YAML")
                skipped += 1
                continue
            if not reader_accepts and any(code in NOT_YAML for code, _, _ in errors):
                skipped += 1
                continue
            mistake = jsonschema.exceptions.best_match(validator.iter_errors(value))
            shown = mistake and f"{'/'.join(map(str, mistake.absolute_path))}: {mistake.message[:200]}"
            expressible = [
                (code, written, line) for code, written, line in errors if is_expressible(code, written, value)
            ]
            if reader_accepts and mistake:
                failures.append(f"{name}: the reader accepts it, the schema refuses {shown}")
            elif not reader_accepts and not mistake and expressible:
                code, written, line = expressible[0]
                failures.append(f"{name}:{line}: the reader refuses `{written}` with {code}, the schema accepts it")
            elif reader_accepts:
                accepted += 1
            elif mistake:
                refused += 1
            else:
                reader_only += 1
    for failure in failures:
        print(failure, file=sys.stderr)
    total = accepted + refused + reader_only
    if failures:
        print(f"{len(failures)} cases do not agree", file=sys.stderr)
    print(
        f"{total} cases agree: {accepted} accepted by both, {refused} refused by both, "
        f"{reader_only} only by the reader (not expressible); {skipped} are not YAML")
    return 1 if failures else 0


sys.exit(main(sys.argv[1]))
