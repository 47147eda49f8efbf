use crate::schema::{ModelSchema, Schema};

/// The dialects of SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Sqlite,
    Postgres,
    MySql,
}

/// Spells a statement for a dialect, with the table and column names of the configuration.
///
/// - `"user"` is the table of a model, `"user.email"` the column of one of its fields. Other quoted names are taken as
///   they are.
/// - `{user.email}` in a select list is that column under the name `user.email`, `{user.*}` are all columns of the
///   model that are read; `{u.user.*}` are those of the table known as `u`. Rows are read by these names, whatever the
///   columns are called.
/// - `?` is a parameter. Our statements hold no `?` inside texts, so every one is.
pub(super) fn spell(sql: &str, schema: &Schema, dialect: Dialect) -> String {
    let mut spelled = String::with_capacity(sql.len() * 2);
    let mut parameters = 0;
    let mut rest = sql;
    while let Some(at) = rest.find(['\'', '"', '{', '?', '-']) {
        spelled.push_str(&rest[..at]);
        let (token, after) = split_token(&rest[at..]);
        rest = after;
        match token.as_bytes()[0] {
            b'"' => dialect.quote(&mut spelled, resolve(token.trim_matches('"'), schema)),
            b'{' => select(&mut spelled, &token[1..token.len() - 1], schema, dialect),
            b'?' if dialect == Dialect::Postgres => {
                parameters += 1;
                spelled.push('$');
                spelled.push_str(&parameters.to_string());
            }
            _ => spelled.push_str(token),
        }
    }
    spelled.push_str(rest);
    spelled
}

/// Splits off a text, a quoted name, a select item, a comment or a single character.
pub(super) fn split_token(sql: &str) -> (&str, &str) {
    let end = match sql.as_bytes() {
        [b'\'', ..] => sql[1..].find('\'').map(|end| end + 2),
        [b'"', ..] => sql[1..].find('"').map(|end| end + 2),
        [b'{', ..] => sql.find('}').map(|end| end + 1),
        [b'-', b'-', ..] => Some(sql.find('\n').unwrap_or(sql.len())),
        _ => Some(1),
    };
    sql.split_at(end.unwrap_or(sql.len()))
}

/// The table or column that a name stands for.
pub(super) fn resolve<'a>(name: &'a str, schema: &'a Schema) -> &'a str {
    match name.split_once('.') {
        Some((model, field)) => schema.named(model).map_or(field, |model| model.column(field)),
        None => schema.named(name).map_or(name, ModelSchema::table),
    }
}

fn select(spelled: &mut String, item: &str, schema: &Schema, dialect: Dialect) {
    let mut parts = item.rsplitn(3, '.');
    let (field, model, table) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next());
    let Some(model) = schema.named(model) else {
        debug_assert!(false, "`{item}` names no model");
        return;
    };
    let item = |field: &str| {
        let mut item = table.map(|table| format!("{table}.")).unwrap_or_default();
        dialect.quote(&mut item, model.column(field));
        item.push_str(" AS ");
        dialect.quote(&mut item, &format!("{}.{field}", model.model().name()));
        item
    };
    let items: Vec<_> = match field {
        "*" => model.read_fields().map(item).collect(),
        field => vec![item(field)],
    };
    spelled.push_str(&items.join(", "));
}

impl Dialect {
    /// Names come from our own statements and from the configuration, which takes letters, digits and `_` alone.
    fn quote(self, spelled: &mut String, name: &str) {
        let mark = if self == Self::MySql { '`' } else { '"' };
        spelled.push(mark);
        spelled.push_str(name);
        spelled.push(mark);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::AuthConfig,
        schema::{Field, FieldKind},
    };

    fn renamed() -> Schema {
        let mut config = AuthConfig::new("http://localhost", "");
        config.user.model.model_name = Some("people".into());
        config.user.model.fields.insert("email".into(), "email_address".into());
        config.user.model.additional_fields =
            vec![Field::new("lang", FieldKind::Text), Field::new("note", FieldKind::Text).hidden()];
        config.verification.model.fields.insert("value".into(), "content".into());
        Schema::of(&config)
    }

    #[test]
    fn parameters_and_quotes_are_those_of_the_dialect() {
        let sql = r#"UPDATE "user" SET "user.name" = ? WHERE "user.id" = ? AND 'what? "x"' <> ?"#;
        let spelled = |dialect| spell(sql, &Schema::default(), dialect);
        assert_eq!(spelled(Dialect::Sqlite), r#"UPDATE "user" SET "name" = ? WHERE "id" = ? AND 'what? "x"' <> ?"#);
        assert_eq!(
            spelled(Dialect::Postgres),
            r#"UPDATE "user" SET "name" = $1 WHERE "id" = $2 AND 'what? "x"' <> $3"#
        );
        assert_eq!(spelled(Dialect::MySql), "UPDATE `user` SET `name` = ? WHERE `id` = ? AND 'what? \"x\"' <> ?");
    }

    #[test]
    fn tables_and_columns_have_the_names_of_the_configuration() {
        let sql = r#"DELETE FROM "user" WHERE "user.email" = ? AND "user.name" = ?"#;
        let spelled = spell(sql, &renamed(), Dialect::Sqlite);
        assert_eq!(spelled, r#"DELETE FROM "people" WHERE "email_address" = ? AND "name" = ?"#);
    }

    #[test]
    fn selected_columns_keep_the_names_of_their_fields() {
        let spelled = spell("SELECT {verification.value}, {u.user.*} FROM x", &renamed(), Dialect::Sqlite);
        assert!(spelled.starts_with(r#"SELECT "content" AS "verification.value", u."id" AS "user.id", u."name""#));
        assert!(spelled.contains(r#"u."email_address" AS "user.email""#));
        assert!(spelled.ends_with(r#"u."lang" AS "user.lang" FROM x"#), "what is hidden is not read: {spelled}");
    }

    #[test]
    fn names_that_are_no_models_and_comments_stay() {
        let sql = "-- Better Auth's \"user\"?\nSELECT \"latchkeyVisitor\".\"id\" - 1";
        assert_eq!(spell(sql, &renamed(), Dialect::Postgres), sql);
    }
}
