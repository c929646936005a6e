//! The listings of the benchmarks' manuscript.

use std::fmt::Write as _;
use std::sync::LazyLock;

use super::{Dice, VOCABULARY, Words};

/// Go of so many lines: functions whose bodies are statements, comments and loops.
pub(super) fn go(lines: usize, dice: &mut Dice) -> String {
    let mut code = String::new();
    let mut left = lines;
    while left > 0 {
        let (name, kind) = (dice.one_of(&NAMES), dice.one_of(&TYPES));
        if left < 5 {
            let _ = writeln!(code, "var {name}{left} = make([]{kind}, {}, {})", left * 4, left * 16);
            left -= 1;
            continue;
        }
        let _ = writeln!(code, "// {name} {} the {}.", dice.one_of(&VOCABULARY), dice.one_of(&VOCABULARY));
        let _ = writeln!(code, "func (h *{kind}Heap) {name}(n int, to []{kind}) (int, error) {{");
        let body = (left - 3).min(6 + dice.below(9));
        statements(body, dice, &mut code);
        code.push_str("}\n");
        left -= body + 3;
    }
    code
}

fn statements(lines: usize, dice: &mut Dice, code: &mut String) {
    let mut left = lines;
    while left > 0 {
        let (name, other) = (dice.one_of(&NAMES), dice.one_of(&NAMES));
        let number = dice.below(4096);
        left -= match (left, dice.below(9)) {
            (1, _) => {
                let _ = writeln!(code, "\treturn n + {number}, nil");
                1
            }
            (3.., 0) => {
                let _ = writeln!(code, "\tif n > cap(h.{name}) {{");
                let _ =
                    writeln!(code, "\t\treturn 0, fmt.Errorf(\"{other}: %d of %d\", n, cap(h.{name}))\n\t}}");
                3
            }
            (3.., 1) => {
                let _ = writeln!(code, "\tfor i, {other} := range h.{name} {{");
                let _ = writeln!(code, "\t\ttotal += uint64({other}.size) << (i & {})\n\t}}", number % 64);
                3
            }
            (_, 2) => {
                let _ = writeln!(code, "\t// {} {}", dice.one_of(&VOCABULARY), dice.one_of(&VOCABULARY));
                1
            }
            (_, 3) => {
                let _ = writeln!(code, "\t{name}, err := h.{other}.Load(0x{number:x})");
                1
            }
            (_, 4) => {
                let _ = writeln!(code, "\tdefer h.{name}.Unlock()");
                1
            }
            (_, 5) => {
                let _ = writeln!(code, "\tgo func() {{ h.{name} <- {number} }}()");
                1
            }
            (_, 6) => {
                let _ = writeln!(code, "\th.{name} = append(h.{other}[:n:n], to...)");
                1
            }
            _ => {
                let _ = writeln!(code, "\t{name} := (*{other})(unsafe.Pointer(&to[{number}]))");
                1
            }
        };
    }
}

/// What is not Go: lines that need no others.
pub(super) fn other(index: usize, lines: usize, dice: &mut Dice) -> (&'static str, String) {
    let language = ["asm", "console", "c", "json", "bash"][index % 5];
    let mut code = String::new();
    for line in 0..lines {
        let (name, number) = (dice.one_of(&NAMES), dice.below(4096));
        let _ = match language {
            "asm" => writeln!(code, "\tMOVD\tR{}, {number}(RSP) // {name}", number % 28),
            "console" if line % 4 == 0 => writeln!(code, "$ go test -run {name} ./..."),
            "console" => writeln!(code, "ok  \texample.com/{name}\t0.{number}s"),
            "c" => writeln!(code, "static int {name}_{line} = {number}; /* {name} */"),
            "json" => writeln!(code, "{{ \"{name}\": {number}, \"sizes\": [8, 16, null, true] }}"),
            _ => writeln!(code, "echo \"${name}\" | grep -c '{number}' > \"/tmp/{name}.txt\""),
        };
    }
    (language, code)
}

static NAMES: Words = LazyLock::new(|| {
    "grow slots bucket arena span stack queue frame header cursor table page offset buffer cache ring cell \
    chunk node entry lock mark sweep root worker"
        .split(' ')
        .collect()
});

static TYPES: Words = LazyLock::new(|| "byte int uint64 string float64 rune uintptr".split(' ').collect());
