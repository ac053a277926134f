entity! {
    "sites" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        name_ko: String,
        name_en: String,
        zone: String,
        opens: i32,
        closes: i32,
        lunch_starts: i32,
        lunch_ends: i32,
        position: i32,
        provider_id: Option<Uuid>,
    }
}
