//! The description of the CSV files for other programs: a Frictionless Data Package, version 2.

use serde::Serialize;

use crate::tables::check::{GRADES, words_about};
use crate::tables::{ALL, Field, Kind, RawBook, Table, Value};

#[derive(Serialize)]
struct Package {
    #[serde(rename = "$schema")]
    schema: &'static str,
    name: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    title: String,
    resources: Vec<Resource>,
}

#[derive(Serialize)]
struct Resource {
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    path: String,
    title: &'static str,
    description: &'static str,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    schema: Schema,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    #[serde(rename = "$schema")]
    schema: &'static str,
    fields: Vec<FieldDescription>,
    #[serde(skip_serializing_if = "Option::is_none")]
    primary_key: Option<Vec<&'static str>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<ForeignKey>,
    missing_values: [&'static str; 1],
}

#[derive(Serialize)]
struct FieldDescription {
    name: String,
    #[serde(rename = "type")]
    kind: &'static str,
    title: String,
    description: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    unit: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    constraints: Option<Constraints>,
}

#[derive(Serialize, Default, PartialEq)]
struct Constraints {
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    required: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unique: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum: Option<f64>,
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    words: Vec<&'static str>,
}

#[derive(Serialize)]
struct ForeignKey {
    fields: Vec<String>,
    reference: Reference,
}

#[derive(Serialize)]
struct Reference {
    resource: &'static str,
    fields: Vec<&'static str>,
}

/// The description of all tables; only its title depends on the campaign.
pub fn json(book: &RawBook) -> String {
    let title = book
        .table("question")
        .and_then(|t| Some(&t.rows.first()?.cells.get(t.table.field_index("title")?)?.value))
        .and_then(|v| if let Value::Text(t) = v { Some(t.clone()) } else { None });
    let package = Package {
        schema: "https://datapackage.org/profiles/2.0/datapackage.json",
        name: "railhead-campaign",
        title: title.unwrap_or_default(),
        resources: ALL.iter().map(|t| resource(t)).collect(),
    };
    // Plain structs of text and finite numbers always serialize.
    let mut text = serde_json::to_string_pretty(&package).unwrap_or_default();
    text.push('\n');
    text
}

fn resource(table: &'static Table) -> Resource {
    let foreign_key = |f: Field| match f.column.kind {
        Kind::Ref(target) => Some(ForeignKey {
            fields: vec![f.id()],
            reference: Reference {
                resource: target,
                fields: crate::tables::table_by_id(target)?.key().map(|k| vec![k.id])?,
            },
        }),
        _ => None,
    };
    Resource {
        name: table.id,
        kind: "table",
        path: format!("{}.csv", table.id),
        title: table.sheet,
        description: table.about,
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        schema: Schema {
            schema: "https://datapackage.org/profiles/2.0/tableschema.json",
            fields: table.fields().iter().map(describe).collect(),
            primary_key: table.key().map(|k| vec![k.id]),
            foreign_keys: table.fields().into_iter().filter_map(foreign_key).collect(),
            missing_values: [""],
        },
    }
}

fn describe(field: &Field) -> FieldDescription {
    let column = field.column;
    let (minimum, maximum) = field.bounds().unzip();
    let words = match column.kind {
        Kind::Choice(words) => words.to_vec(),
        Kind::YesNo => vec!["yes", "no"],
        Kind::Grade => GRADES.to_vec(),
        _ => Vec::new(),
    };
    let unique = column.kind == Kind::Key;
    let constraints = Constraints { required: field.required(), unique, minimum, maximum, words };
    FieldDescription {
        name: field.id(),
        kind: match column.kind {
            Kind::Number { .. } | Kind::Estimate { .. } => "number",
            Kind::Date => "date",
            _ => "string",
        },
        title: field.header(),
        description: words_about(field),
        unit: column.unit,
        constraints: (constraints != Constraints::default()).then_some(constraints),
    }
}
