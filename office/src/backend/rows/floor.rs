entity! {
    "floors" {
        #[sea_orm(primary_key, auto_increment = false)]
        id: Uuid,
        site_id: Uuid,
        name_ko: String,
        name_en: String,
        level: i32,
    }
}
