entity! {
    "zones" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        floor_id: Uuid,
        code: String,
        name_ko: String,
        name_en: String,
        kind: String,
        outline: String,
        kept_team_id: Option<Uuid>,
        kept_until: Option<i32>,
    }
}
