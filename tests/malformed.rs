//! Files that are no workbook, or a broken one: a sentence each, exit code 2, in two seconds and 500 MB.

mod common;

use std::io::{Cursor, Read, Write};
use std::process::Command;
use std::time::{Duration, Instant};

use common::vistula_rhine;
use railhead::workbook;
use zip::write::SimpleFileOptions;

/// Address space of the program, kB: with it, memory is bounded from above.
const MOST_KB: &str = "512000";

/// A zip file of these parts.
fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a part");
        writer.write_all(content).expect("its content");
    }
    writer.finish().expect("a zip file").into_inner()
}

/// A zip file with a part of so many zeros.
fn bomb(name: &str, megabytes: usize) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(name, SimpleFileOptions::default().large_file(true)).expect("a part");
    let zeros = vec![b' '; 1 << 20];
    (0..megabytes).for_each(|_| writer.write_all(&zeros).expect("its content"));
    writer.finish().expect("a zip file").into_inner()
}

/// The shipped workbook with one part replaced; `None` = left out.
fn with_part(bytes: &[u8], part: &str, content: Option<&[u8]>) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).expect("a part");
        let name = entry.name().expect("a name").to_string();
        let mut old = Vec::new();
        entry.read_to_end(&mut old).expect("its content");
        match content {
            _ if name != part => parts.push((name, old)),
            Some(new) => parts.push((name, new.to_vec())),
            None => {}
        }
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(n, c)| (n.as_str(), c.as_slice())).collect();
    zipped(&parts)
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn old_container(stream: &str) -> Vec<u8> {
    let mut out = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    out.extend(vec![0; 1016]);
    out.extend(utf16(stream));
    out.extend(vec![7; 3000]);
    out
}

/// Name of the file and content.
fn files() -> Vec<(String, Vec<u8>)> {
    let whole = workbook::bytes(&vistula_rhine()).expect("the workbook");
    let mut out: Vec<(String, Vec<u8>)> = Vec::new();
    let mut add = |name: &str, content: Vec<u8>| out.push((name.to_string(), content));
    // Other kinds of files under a workbook's name.
    let plain: [(&str, &[u8]); 22] = [
        ("empty.xlsx", b""),
        ("one-byte.xlsx", b"P"),
        ("two-bytes.xlsx", b"PK"),
        ("csv.xlsx", b"place,name\nBER,Berlin\n"),
        ("semicolons.xls", b"place;name\nBER;Berlin\n"),
        ("tabs.xls", b"place\tname\nBER\tBerlin\n"),
        ("json.xlsx", b"{\"places\": []}"),
        ("html.xls", b"<html><body><table><tr><td>1</td></tr></table></body></html>"),
        ("bare-table.xls", b"<table border=1><tr><td>1</td></tr></table>"),
        ("doctype.xlsx", b"<!DOCTYPE html><p>not found</p>"),
        ("xml.xlsx", b"<?xml version=\"1.0\"?><a/>"),
        (
            "excel2003.xml.xls",
            b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>",
        ),
        ("report.xlsx", b"%PDF-1.7\n"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\0"),
        ("photo.xlsx", b"\xff\xd8\xff\xe0\0\x10JFIF"),
        ("moving.xlsx", b"GIF89a\0\0"),
        ("packed.xlsx", b"\x1f\x8b\x08\0\0\0\0\0"),
        ("seven.xlsx", b"7z\xbc\xaf\x27\x1c"),
        ("rar.xlsx", b"Rar!\x1a\x07\0"),
        ("database.xlsx", b"SQLite format 3\0"),
        ("program.xlsx", b"\x7fELF\x02\x01\x01\0\0\0"),
        ("excel4.xls", b"\x09\x04\x06\0\0\0\x10\0"),
    ];
    plain.iter().for_each(|(name, content)| add(name, content.to_vec()));
    add("utf16.xlsx", utf16("place,name\nBER,Berlin\n"));
    add("noise.xlsx", (0..50_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect());
    // Old containers.
    add("word.xls", old_container("WordDocument"));
    add("nothing.xls", old_container("Nothing"));
    add("password.xlsx", old_container("EncryptedPackage"));
    add("broken.xls", old_container("Workbook"));
    add("head-only.xls", vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    // Zip files of another kind.
    add("no-parts.xlsx", zipped(&[]));
    add("archive.xlsx", zipped(&[("read.me", b"hello")]));
    add("document.xlsx", zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]));
    add("slides.xlsx", zipped(&[("[Content_Types].xml", b"<Types/>"), ("ppt/presentation.xml", b"<p/>")]));
    add("text.ods", zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")]));
    let sheet = b"application/vnd.oasis.opendocument.spreadsheet";
    add(
        "cut.ods",
        zipped(&[("mimetype", sheet), ("content.xml", b"<office:document-content><office:body><office:spr")]),
    );
    add("hollow.ods", zipped(&[("mimetype", sheet)]));
    let locked = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>";
    add("locked.ods", zipped(&[("mimetype", sheet), ("META-INF/manifest.xml", locked), ("content.xml", b"xx")]));
    add("broken.xlsb", zipped(&[("xl/workbook.bin", b"\xff\xff\xff\xff\xff")]));
    add("hollow.xlsb", zipped(&[("xl/workbook.bin", b"")]));
    // The shipped workbook, spoilt.
    for tenth in 1..10 {
        add(&format!("cut-{tenth}.xlsx"), whole[..whole.len() * tenth / 10].to_vec());
    }
    add("last-byte.xlsx", whole[..whole.len() - 1].to_vec());
    for at in [0.3, 0.4, 0.5, 0.6, 0.7] {
        let mut flipped = whole.clone();
        flipped[(whole.len() as f64 * at) as usize] ^= 0x10;
        add(&format!("flipped-{at}.xlsx"), flipped);
    }
    add("no-workbook.xlsx", with_part(&whole, "xl/workbook.xml", None));
    add("cut-list.xlsx", with_part(&whole, "xl/workbook.xml", Some(b"<workbook><sheets><sheet name=\"Qu")));
    add("no-links.xlsx", with_part(&whole, "xl/_rels/workbook.xml.rels", None));
    add("cut-links.xlsx", with_part(&whole, "xl/_rels/workbook.xml.rels", Some(b"<Relationships><Relation")));
    add("cut-words.xlsx", with_part(&whole, "xl/sharedStrings.xml", Some(b"<sst><si><t>cut")));
    // Made to do harm.
    add("bomb.xlsx", bomb("xl/worksheets/sheet1.xml", 320));
    add("small-bomb.xlsx", bomb("xl/workbook.xml", 40));
    out
}

#[test]
fn each_gets_a_sentence() {
    let dir = tempfile::tempdir().expect("a folder");
    let files = files();
    assert!(files.len() >= 60, "{} files", files.len());
    let mut wrong = Vec::new();
    for (name, content) in &files {
        let path = dir.path().join(name);
        std::fs::write(&path, content).expect("a file");
        let begun = Instant::now();
        let run = Command::new("sh")
            .args(["-c", "ulimit -v \"$0\"; exec \"$@\"", MOST_KB, env!("CARGO_BIN_EXE_railhead"), "check"])
            .arg(&path)
            .output()
            .expect("started");
        let took = begun.elapsed();
        let said = String::from_utf8_lossy(&run.stderr).split_whitespace().collect::<Vec<_>>().join(" ");
        let jargon = ["panicked", "Err(", "unwrap", "fault of its own", "XmlError", "Utf8"];
        let fine = run.status.code() == Some(2)
            && run.stdout.is_empty()
            && said.contains(name.as_str())
            && said.ends_with('.')
            && !jargon.iter().any(|word| said.contains(word))
            && took < Duration::from_secs(2);
        if !fine {
            wrong.push(format!("{name}: {:?} in {took:.1?}: {said}", run.status.code()));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), files.len(), wrong.join("\n"));
    println!("{} files, a sentence each", files.len());
}
