entity! {
    "closures" {
        #[sea_orm(primary_key, auto_increment = false)]
        site_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        date: String,
        name_ko: String,
        name_en: String,
    }
}
