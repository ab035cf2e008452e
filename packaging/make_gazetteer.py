# SPDX-License-Identifier: MIT
"""Generate resources/gazetteer.json: states, alliances, organisations and armed groups.

States come with their names, demonyms and capitals.

Usage: .venv/bin/python packaging/make_gazetteer.py. The names of territories are CLDR's, from Babel;
the tables below are our own.
"""

from __future__ import annotations

import json
from pathlib import Path

from babel import Locale, __version__

TARGET = Path(__file__).resolve().parents[1] / "resources" / "gazetteer.json"
LICENCE = (
    "Names of states: Unicode CLDR through Babel {version}, Unicode License v3 "
    "(https://www.unicode.org/license.txt), Copyright 1991-2025 Unicode, Inc. "
    "Everything else: MIT, as Claimdesk."
)

# ruff: noqa: E501 - one actor a line, so that the tables can be read

# Capitals that are better known as other places are left out.
# ISO 3166-1 alpha-2 | adjectives | people (plural) | capital | further names
STATES = """
AF|Afghan|Afghans|Kabul|
AL|Albanian|Albanians|Tirana|
DZ|Algerian|Algerians|Algiers|
AD|Andorran|Andorrans|Andorra la Vella|
AO|Angolan|Angolans|Luanda|
AG|Antiguan,Barbudan|Antiguans|Saint John's|Antigua and Barbuda
AR|Argentine,Argentinian|Argentines,Argentinians|Buenos Aires|
AM|Armenian|Armenians|Yerevan|
AU|Australian|Australians,Aussies|Canberra|Commonwealth of Australia
AT|Austrian|Austrians|Vienna|
AZ|Azerbaijani|Azerbaijanis|Baku|
BS|Bahamian|Bahamians|Nassau|
BH|Bahraini|Bahrainis|Manama|
BD|Bangladeshi|Bangladeshis|Dhaka|
BB|Barbadian|Barbadians|Bridgetown|
BY|Belarusian,Belarusan|Belarusians|Minsk|
BE|Belgian|Belgians||
BZ|Belizean|Belizeans|Belmopan|
BJ|Beninese||Porto-Novo|
BT|Bhutanese||Thimphu|
BO|Bolivian|Bolivians|La Paz|
BA|Bosnian|Bosnians|Sarajevo|Bosnia and Herzegovina,Bosnia-Herzegovina,Bosnia
BW|Botswanan|Batswana|Gaborone|
BR|Brazilian|Brazilians|Brasilia|Brasília
BN|Bruneian|Bruneians|Bandar Seri Begawan|Brunei Darussalam
BG|Bulgarian|Bulgarians|Sofia|
BF|Burkinabe|Burkinabes|Ouagadougou|
BI|Burundian|Burundians|Gitega|
CV|Cape Verdean|Cape Verdeans|Praia|Cabo Verde
KH|Cambodian|Cambodians|Phnom Penh|
CM|Cameroonian|Cameroonians|Yaounde|
CA|Canadian|Canadians|Ottawa|
CF|Central African|Central Africans|Bangui|
TD|Chadian|Chadians|N'Djamena|
CL|Chilean|Chileans|Santiago|
CN|Chinese||Beijing|PRC,People's Republic of China,Mainland China
CO|Colombian|Colombians|Bogota|Bogotá
KM|Comorian,Comoran|Comorians|Moroni|
CG|Congolese||Brazzaville|Republic of the Congo,Congo-Brazzaville,Congo Republic
CD|||Kinshasa|Democratic Republic of the Congo,DR Congo,DRC,Democratic Republic of Congo
CR|Costa Rican|Costa Ricans||
CI|Ivorian|Ivorians|Yamoussoukro|Ivory Coast,Cote d'Ivoire
HR|Croatian|Croatians,Croats|Zagreb|
CU|Cuban|Cubans|Havana|
CY|Cypriot|Cypriots|Nicosia|
CZ|Czech|Czechs|Prague|Czech Republic
DK|Danish|Danes|Copenhagen|
DJ|Djiboutian|Djiboutians||
DM|||Roseau|
DO|Dominican|Dominicans|Santo Domingo|
EC|Ecuadorian,Ecuadorean|Ecuadorians|Quito|
EG|Egyptian|Egyptians|Cairo|Arab Republic of Egypt
SV|Salvadoran|Salvadorans|San Salvador|
GQ|Equatorial Guinean|Equatorial Guineans|Malabo|
ER|Eritrean|Eritreans|Asmara|
EE|Estonian|Estonians|Tallinn|
SZ|Swazi|Swazis|Mbabane|Swaziland
ET|Ethiopian|Ethiopians|Addis Ababa|
FJ|Fijian|Fijians|Suva|
FI|Finnish|Finns|Helsinki|
FR|French|Frenchmen|Paris|French Republic
GA|Gabonese||Libreville|
GM|Gambian|Gambians|Banjul|
GE|||Tbilisi|
DE|German|Germans|Berlin|Federal Republic of Germany
GH|Ghanaian|Ghanaians|Accra|
GR|Greek|Greeks|Athens|
GD|Grenadian|Grenadians||
GT|Guatemalan|Guatemalans|Guatemala City|
GN|Guinean|Guineans|Conakry|
GW|Bissau-Guinean||Bissau|
GY|Guyanese|||
HT|Haitian|Haitians|Port-au-Prince|
VA|||Vatican City|Holy See,Vatican
HN|Honduran|Hondurans|Tegucigalpa|
HU|Hungarian|Hungarians|Budapest|
IS|Icelandic|Icelanders|Reykjavik|Reykjavík
IN|Indian|Indians|New Delhi|Delhi,Republic of India
ID|Indonesian|Indonesians|Jakarta|
IR|Iranian|Iranians|Tehran|Islamic Republic of Iran,Teheran
IQ|Iraqi|Iraqis|Baghdad|
IE|Irish|Irishmen|Dublin|Republic of Ireland
IL|Israeli|Israelis|Jerusalem|State of Israel
IT|Italian|Italians|Rome|Italian Republic
JM|Jamaican|Jamaicans||
JP|Japanese||Tokyo|
JO|Jordanian|Jordanians|Amman|Hashemite Kingdom of Jordan
KZ|Kazakh,Kazakhstani|Kazakhs|Astana|
KE|Kenyan|Kenyans|Nairobi|
KI|||Tarawa|
KW|Kuwaiti|Kuwaitis|Kuwait City|
KG|Kyrgyz|Kyrgyz|Bishkek|Kyrgyz Republic
LA|Laotian,Lao|Laotians|Vientiane|Lao PDR
LV|Latvian|Latvians|Riga|
LB|Lebanese||Beirut|
LS|||Maseru|
LR|Liberian|Liberians|Monrovia|
LY|Libyan|Libyans|Tripoli|
LI|||Vaduz|
LT|Lithuanian|Lithuanians|Vilnius|
LU|Luxembourgish|Luxembourgers||
MG|Malagasy||Antananarivo|
MW|Malawian|Malawians|Lilongwe|
MY|Malaysian|Malaysians|Kuala Lumpur|
MV|Maldivian|Maldivians||
ML|Malian|Malians|Bamako|
MT|Maltese||Valletta|
MH|Marshallese||Majuro|
MR|Mauritanian|Mauritanians|Nouakchott|
MU|Mauritian|Mauritians|Port Louis|
MX|Mexican|Mexicans|Mexico City|
FM|Micronesian|Micronesians|Palikir|Federated States of Micronesia
MD|Moldovan|Moldovans|Chisinau|
MC|Monegasque||Monaco|
MN|Mongolian|Mongolians|Ulaanbaatar|
ME|Montenegrin|Montenegrins|Podgorica|
MA|Moroccan|Moroccans|Rabat|
MZ|Mozambican|Mozambicans|Maputo|
MM|Burmese||Naypyidaw|Myanmar,Burma
NA|Namibian|Namibians|Windhoek|
NR|Nauruan|Nauruans|Yaren|
NP|Nepalese,Nepali|Nepalis|Kathmandu|
NL|Dutch|Dutchmen|The Hague|Holland
NZ|New Zealand|New Zealanders|Wellington|
NI|Nicaraguan|Nicaraguans|Managua|
NE|Nigerien||Niamey|
NG|Nigerian|Nigerians|Abuja|
KP|North Korean|North Koreans|Pyongyang|DPRK,Democratic People's Republic of Korea
MK|Macedonian|Macedonians|Skopje|North Macedonia,Macedonia
NO|Norwegian|Norwegians|Oslo|
OM|Omani|Omanis|Muscat|
PK|Pakistani|Pakistanis|Islamabad|Islamic Republic of Pakistan
PW|Palauan|Palauans|Ngerulmud|
PS|Palestinian|Palestinians|Ramallah|Palestine,State of Palestine
PA|Panamanian|Panamanians|Panama City|
PG|Papua New Guinean|Papua New Guineans|Port Moresby|PNG
PY|Paraguayan|Paraguayans|Asuncion|
PE|Peruvian|Peruvians|Lima|
PH|Philippine,Filipino|Filipinos|Manila|
PL|Polish|Poles|Warsaw|
PT|Portuguese||Lisbon|
QA|Qatari|Qataris|Doha|
RO|Romanian|Romanians|Bucharest|
RU|Russian|Russians|Moscow|Russian Federation,Kremlin
RW|Rwandan|Rwandans|Kigali|
KN|||Basseterre|Saint Kitts and Nevis
LC|Saint Lucian|Saint Lucians|Castries|Saint Lucia
VC|||Kingstown|Saint Vincent and the Grenadines
WS|Samoan|Samoans|Apia|
SM|||San Marino|
ST|||Sao Tome|Sao Tome and Principe
SA|Saudi,Saudi Arabian|Saudis|Riyadh|Kingdom of Saudi Arabia,KSA
SN|Senegalese||Dakar|
RS|Serbian|Serbs,Serbians|Belgrade|
SC|Seychellois|||
SL|Sierra Leonean|Sierra Leoneans|Freetown|
SG|Singaporean|Singaporeans||
SK|Slovak|Slovaks|Bratislava|Slovak Republic
SI|Slovenian,Slovene|Slovenes|Ljubljana|
SB|||Honiara|Solomons
SO|Somali|Somalis|Mogadishu|
ZA|South African|South Africans|Pretoria|
KR|South Korean|South Koreans|Seoul|Republic of Korea,ROK
SS|South Sudanese||Juba|
ES|Spanish|Spaniards|Madrid|Kingdom of Spain
LK|Sri Lankan|Sri Lankans|Colombo|
SD|Sudanese||Khartoum|
SR|Surinamese||Paramaribo|
SE|Swedish|Swedes|Stockholm|
CH|Swiss||Bern|Swiss Confederation
SY|Syrian|Syrians|Damascus|Syrian Arab Republic
TW|Taiwanese||Taipei|Chinese Taipei
TJ|Tajik|Tajiks|Dushanbe|
TZ|Tanzanian|Tanzanians|Dodoma|
TH|Thai|Thais|Bangkok|
TL|Timorese||Dili|East Timor,Timor-Leste
TG|Togolese||Lome|
TO|Tongan|Tongans|Nuku'alofa|
TT|Trinidadian|Trinidadians|Port of Spain|Trinidad and Tobago,Trinidad
TN|Tunisian|Tunisians|Tunis|
TR|Turkish|Turks|Ankara|Turkey,Turkiye
TM|Turkmen|Turkmens|Ashgabat|
TV|Tuvaluan|Tuvaluans|Funafuti|
UG|Ugandan|Ugandans|Kampala|
UA|Ukrainian|Ukrainians|Kyiv|Kiev
AE|Emirati|Emiratis|Abu Dhabi|UAE,Emirates
GB|British|Britons,Brits|London|UK,U.K.,Britain,Great Britain
US|American,U.S.,US|Americans|Washington|U.S.,US,USA,U.S.A.,America,United States of America,Washington DC,Washington D.C.
UY|Uruguayan|Uruguayans|Montevideo|
UZ|Uzbek|Uzbeks|Tashkent|
VU|||Port Vila|
VE|Venezuelan|Venezuelans|Caracas|
VN|Vietnamese||Hanoi|Viet Nam
XK|Kosovan,Kosovar|Kosovars|Pristina|
YE|Yemeni|Yemenis|Sanaa|Sana'a
ZM|Zambian|Zambians|Lusaka|
ZW|Zimbabwean|Zimbabweans|Harare|
"""

# The name shown where CLDR's is not the one that English news write.
SHOWN = {"MM": "Myanmar", "TR": "Turkey", "CI": "Ivory Coast", "CD": "Democratic Republic of the Congo",
         "CG": "Republic of the Congo", "PS": "Palestine", "BA": "Bosnia and Herzegovina",
         "AG": "Antigua and Barbuda", "KN": "Saint Kitts and Nevis", "LC": "Saint Lucia",
         "VC": "Saint Vincent and the Grenadines", "ST": "Sao Tome and Principe",
         "TT": "Trinidad and Tobago", "HK": "Hong Kong"}  # fmt: skip


# name | kind | further names
ORGANISATIONS = """
AUKUS|alliance|
Quad|alliance|Quadrilateral Security Dialogue
NATO|alliance|Nato,North Atlantic Treaty Organization,North Atlantic Treaty Organisation,North Atlantic Alliance
ANZUS|alliance|
Five Eyes|alliance|
European Union|alliance|EU,E.U.
ASEAN|alliance|Asean,Association of Southeast Asian Nations
G7|alliance|Group of Seven,G-7
G20|alliance|Group of 20,Group of Twenty,G-20
G77|alliance|Group of 77,G-77
BRICS|alliance|
OPEC|alliance|Opec,Organization of the Petroleum Exporting Countries
OPEC+|alliance|
African Union|alliance|
Arab League|alliance|League of Arab States
Gulf Cooperation Council|alliance|GCC
Commonwealth of Nations|alliance|
Commonwealth of Independent States|alliance|
Collective Security Treaty Organization|alliance|CSTO,Collective Security Treaty Organisation
Shanghai Cooperation Organisation|alliance|SCO,Shanghai Cooperation Organization
Eurasian Economic Union|alliance|EAEU
Pacific Islands Forum|alliance|
ECOWAS|alliance|Ecowas,Economic Community of West African States
Southern African Development Community|alliance|SADC
East African Community|alliance|
Mercosur|alliance|MERCOSUR
CPTPP|alliance|Comprehensive and Progressive Agreement for Trans-Pacific Partnership
RCEP|alliance|Regional Comprehensive Economic Partnership
APEC|alliance|Apec,Asia-Pacific Economic Cooperation
BIMSTEC|alliance|
SAARC|alliance|South Asian Association for Regional Cooperation
Non-Aligned Movement|alliance|
Organization of American States|alliance|OAS
Organisation of Islamic Cooperation|alliance|OIC,Organization of Islamic Cooperation
Nordic Council|alliance|
Visegrad Group|alliance|Visegrad Four
Weimar Triangle|alliance|
Joint Expeditionary Force|alliance|
Partners in the Blue Pacific|alliance|
Indo-Pacific Economic Framework|alliance|IPEF
Ukraine Defense Contact Group|alliance|Ramstein Group
Wassenaar Arrangement|alliance|
Missile Technology Control Regime|alliance|MTCR
Nuclear Suppliers Group|alliance|
United Nations|organization|UN,U.N.
UN Security Council|organization|U.N. Security Council,United Nations Security Council,Security Council
UN General Assembly|organization|U.N. General Assembly,United Nations General Assembly
International Atomic Energy Agency|organization|IAEA
International Criminal Court|organization|ICC
International Court of Justice|organization|ICJ
Organisation for the Prohibition of Chemical Weapons|organization|OPCW,Organization for the Prohibition of Chemical Weapons
Organization for Security and Co-operation in Europe|organization|OSCE
Organisation for Economic Co-operation and Development|organization|OECD
World Trade Organization|organization|WTO,World Trade Organisation
World Health Organization|organization|WHO,World Health Organisation
World Bank|organization|
International Monetary Fund|organization|IMF
International Committee of the Red Cross|organization|ICRC,Red Cross
Interpol|organization|INTERPOL
Europol|organization|
UNHCR|organization|UN refugee agency,U.N. refugee agency
UNICEF|organization|Unicef
UNESCO|organization|Unesco
UNRWA|organization|
World Food Programme|organization|WFP,World Food Program
International Maritime Organization|organization|
International Energy Agency|organization|IEA
International Labour Organization|organization|ILO
European Commission|organization|
European Parliament|organization|
European Council|organization|
Council of Europe|organization|
European Central Bank|organization|ECB
European Defence Agency|organization|
Asian Development Bank|organization|ADB
Asian Infrastructure Investment Bank|organization|AIIB
African Development Bank|organization|
European Space Agency|organization|
Human Rights Watch|organization|
Amnesty International|organization|
Islamic State|organization|ISIS,ISIL,Daesh,Da'esh,Islamic State of Iraq and Syria,Islamic State of Iraq and the Levant
al-Qaeda|organization|Al-Qaeda,al-Qaida,Al-Qaida,al Qaeda,Al Qaeda
Taliban|organization|
Hamas|organization|
Hezbollah|organization|Hizbollah,Hizbullah
Houthis|organization|Houthi movement
Boko Haram|organization|
al-Shabaab|organization|al-Shabab,Al-Shabaab,Al Shabaab
Hayat Tahrir al-Sham|organization|HTS
Kurdistan Workers' Party|organization|PKK
Syrian Democratic Forces|organization|SDF
Peshmerga|organization|
Wagner Group|organization|
Palestinian Islamic Jihad|organization|
Muslim Brotherhood|organization|
Revolutionary Guards|organization|IRGC,Islamic Revolutionary Guard Corps
"""


def rows(table: str, fields: int) -> list[list[str]]:
    """Return the lines of a table as lists of their fields."""
    found = [line.split("|") for line in table.strip().splitlines()]
    for row in found:
        if len(row) != fields:
            raise SystemExit(f"{row[0]}: {len(row)} fields instead of {fields}")
    return found


def listed(field: str) -> list[str]:
    """Return the names in a field, which commas separate."""
    return [name for name in field.split(",") if name]


def states() -> list[dict[str, object]]:
    """Return the states, each with CLDR's names and ours."""
    territories = Locale("en").territories
    out = []
    for code, adjectives, people, capital, further in rows(STATES, 5):
        official = territories[code]
        plain = official.split(" (")[0].replace("’", "'").replace(" & ", " and ")
        name = SHOWN.get(code, plain)
        short = territories.get(f"{code}-alt-short")
        aliases = dict.fromkeys(a for a in (plain, short, *listed(further)) if a and a != name)
        out.append(
            {
                "name": name,
                "kind": "state",
                "country": code,
                "aliases": list(aliases),
                "adjectives": listed(adjectives),
                "people": listed(people),
                "capital": capital or None,
            }
        )
    return out


def organisations() -> list[dict[str, object]]:
    """Alliances, international organisations and armed groups."""
    return [
        {"name": name, "kind": kind, "aliases": listed(further)}
        for name, kind, further in rows(ORGANISATIONS, 3)
    ]


def main() -> None:
    """Write the file, one actor a line, so that changes can be read."""
    actors = [json.dumps(actor, ensure_ascii=False) for actor in states() + organisations()]
    licence = json.dumps(LICENCE.format(version=__version__), ensure_ascii=False)
    body = ",\n  ".join(actors)
    TARGET.write_text(f'{{\n "licence": {licence},\n "actors": [\n  {body}\n ]\n}}\n', "utf-8")
    print(f"{TARGET.name}: {len(actors)} actors")


if __name__ == "__main__":
    main()
