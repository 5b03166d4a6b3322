"""Who actually knows this? Finds what each claim in a pile of news reports rests on."""
