pub mod workbook {
    pub fn write(_: &crate::answer::Answer, _: &std::path::Path) -> Result<(), crate::files::WriteError> {
        Ok(())
    }
}
pub mod text {
    pub fn text(a: &crate::answer::Answer) -> String {
        let mut s = a.sentences.join("\n");
        for b in &a.bottlenecks {
            s += &format!("\n{:?}", b);
        }
        for t in &a.timeline {
            s += &format!("\n{:?}", t);
        }
        for t in &a.curve {
            s += &format!("\n{:?}", t);
        }
        s
    }
}
pub mod json {
    pub fn json(a: &crate::answer::Answer) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(a)
    }
}
