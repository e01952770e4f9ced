"""Names of places and the zones their clocks are in.

Every city of the zone database and every country with one zone is known already, in several languages
(`place_names`). Here is what people print besides. Names are looked up without accents, case and hyphens.
"""

# Countries with several zones, by the clock people mean when they name the country.
COUNTRIES_WITH_A_MAIN_CLOCK = {
    "AR": "America/Argentina/Buenos_Aires",
    "BR": "America/Sao_Paulo",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "CD": "Africa/Kinshasa",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "FR": "Europe/Paris",
    "GB": "Europe/London",
    "GL": "America/Nuuk",
    "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PG": "Pacific/Port_Moresby",
    "PS": "Asia/Gaza",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "UZ": "Asia/Tashkent",
    "VN": "Asia/Ho_Chi_Minh",
}
REGIONS_WITHOUT_ONE_CLOCK = ("US", "CA", "AU")

_ROWS = """
Europe/London: Britain, Great Britain, UK, U.K., British, United Kingdom, England, Scotland, Wales, Northern
  Ireland, GB, Londres, Edinburgh, Glasgow, Manchester, Birmingham, Leeds, Liverpool, Bristol, Cardiff, Belfast,
  Oxford, Cambridge, Sheffield, Greenwich, Britisch, Großbritannien,
  Grande-Bretagne, Gran Bretaña, Reino Unido, Grã-Bretanha
Europe/Dublin: Irish, Eire, Cork, Galway
Europe/Berlin: 欧洲中部, 中欧, German, deutscher, Hamburg, Munich, München, Frankfurt, Cologne, Köln, Leipzig,
  Dresden, Stuttgart, Bonn, Düsseldorf, Hannover, Bremen, Heidelberg, Berliner, Mid European, Mitteleuropäische,
  Mitteleuropäische Sommer, deutsche, Centroeuropea, Hora central europea, heure d'Europe centrale, Europe centrale
Europe/Paris: French, française, francesa, francese, französische, Hexagone, Lyon, Marseille, Toulouse,
  Bordeaux, Strasbourg, Lille, Pariser
Europe/Zurich: Swiss, suisse, schweizer, svizzera, Switzerland, Geneva, Genève, Genf, Ginebra, Genebra, Bern,
  Basel, Lausanne, Zürich, Lugano, Lucerne
Europe/Vienna: Wiener, Austrian, österreichische, Wien, Graz, Salzburg, Innsbruck, Linz
Europe/Madrid: Esp, Spanish, española, spanische, peninsular española, Barcelona, Valencia, Seville, Sevilla, Bilbao,
  España peninsular, peninsular
Atlantic/Canary: Canary Islands, Canarias, Tenerife
Europe/Lisbon: Portuguese, portuguesa, Portugal continental, Porto, Coimbra
Europe/Rome: Italian, italiana, italiano, italienische, Milan, Milano, Roma, Turin, Torino, Florence, Firenze,
  Bologna, Naples, Napoli, Venice, Venezia, Trieste
Europe/Amsterdam: Dutch, Nederlandse, Nederlands, The Netherlands, Netherlands, Holland, Rotterdam, The Hague,
  Den Haag, Utrecht, Leiden
Europe/Brussels: Belgian, Belgische, belge, Bruxelles, Brüssel, Antwerp, Ghent, Gent, Leuven
Europe/Copenhagen: Danish, dansk, Aarhus
Europe/Stockholm: Swedish, svensk, Göteborg, Gothenburg, Uppsala, Malmö, Lund
Europe/Oslo: Norwegian, norsk, Bergen, Trondheim
Europe/Helsinki: Finnish, Suomen, finsk, Turku, Tampere, Espoo, Osteuropäische
Europe/Warsaw: polskiego, warszawskiego, Polish, Kraków, Cracow, Gdansk, Wroclaw, Poznan
Europe/Prague: Czech, Czechia, Czech Republic, Brno, Praha
Europe/Budapest: Hungarian
Europe/Athens: Ελλάδας, Ελλάδος, Αθήνας, Greek, Thessaloniki
Europe/Istanbul: Turkish, türkische, Turkey, Ankara, Izmir, Türkiye
Europe/Moscow: Москве, московское, московского, московскому, Russian, russische, Moscow, Saint Petersburg, St
  Petersburg
Europe/Kyiv: Києву, Києвом, київським, Киеву, киевскому, Києва, Ukrainian, Kiev, Lviv, Kharkiv, Odesa
Europe/Bucharest: Romanian, Cluj
Europe/Belgrade: Serbian
Europe/Ljubljana: Slovenian
Europe/Minsk: Belarusian
Asia/Jerusalem: ישראל, Israel, Israeli, Tel Aviv, Haifa
Asia/Gaza: Palestine, Palestinian, Ramallah
Asia/Beirut: Lebanese
Asia/Riyadh: KSA, مكة, مكة المكرمة, السعودية, Saudi, Saudi Arabia, Mecca, Jeddah, Arabia
Asia/Dubai: UAE, U.A.E., Abu Dhabi, Emirates, Gulf
Asia/Tehran: Iranian
Asia/Karachi: Pakistani, Islamabad, Lahore, Rawalpindi, Peshawar
Asia/Kolkata: भारतीय, भारत, भारतीय मानक, Indian, India, Delhi, New Delhi, Mumbai, Bombay, Bangalore, Bengaluru,
  Chennai, Madras, Calcutta, Hyderabad, Pune, Ahmedabad, Jaipur, Thiruvananthapuram
Asia/Colombo: Sri Lankan, Sri Lanka
Asia/Kathmandu: Nepali, Nepal, Katmandu
Asia/Dhaka: Bangladeshi, Dacca, Chittagong
Asia/Yangon: Burma, Myanmar, Rangoon
Asia/Bangkok: Thai, Chiang Mai
Asia/Ho_Chi_Minh: Hà Nội, Việt Nam, Vietnamese, Hanoi, Saigon
Asia/Jakarta: Indonesia Barat, Indonesian, Western Indonesia, West Indonesia, Bandung, Yogyakarta
Asia/Makassar: Indonesia Tengah, Bali, Denpasar
Asia/Manila: Philippine, Quezon City, Cebu
Asia/Singapore: Singaporean
Asia/Kuala_Lumpur: Malaysian, KL, Penang
Asia/Shanghai: 北京, 中国, China, Chinese, Beijing, Peking, Pekín, Pékin, Pequim, Guangzhou, Shenzhen, Nanjing,
  Hangzhou, Wuhan, Chengdu, Chongqing, Xi'an, Tianjin
Asia/Hong_Kong: HK, Hongkong, Hong Kong SAR
Asia/Taipei: Taiwanese, Taiwan
Asia/Tokyo: 日本, Japanese, Kyoto, Osaka, Yokohama, Hiroshima, Nagoya, Sapporo
Asia/Seoul: 한국, Korea, Korean, South Korea, South Korean, Busan, Republic of Korea
Asia/Pyongyang: North Korea
Asia/Almaty: Astana, Kazakh
Asia/Tbilisi: Tiflis
Asia/Yerevan: Armenian
Africa/Cairo: Egyptian, Alexandria
Africa/Johannesburg: South African, South Africa, Cape Town, Pretoria, Durban, Joburg
Africa/Lagos: West Central Africa, Nigerian, Abuja, Ibadan
Africa/Nairobi: Kenyan, Mombasa
Africa/Accra: Ghanaian, Kumasi
Africa/Addis_Ababa: Ethiopian, Addis
Africa/Casablanca: Moroccan, Rabat, Marrakesh
Africa/Harare: Zimbabwean, Bulawayo
Africa/Tunis: Tunisian
Africa/Algiers: Algerian
America/New_York: l'Est, hora del Este, tiempo del Este, hora Este, Ostküste, 美东, 美国东部, 米国東部, NYC, NY,
  New York City, Nueva York, Nova York, Nova Iorque, East Coast, US East Coast, US East, Eastern, Washington,
  Washington DC, Washington D.C., Boston, Philadelphia, Atlanta, Miami, Baltimore, Pittsburgh, Cleveland,
  Charlotte, Orlando, Massachusetts, Connecticut, New Jersey, Pennsylvania, Ohio, Virginia, Maryland, Vermont,
  Maine, New Hampshire, North Carolina, South Carolina, D.C., DC
America/Chicago: Central, Houston, Dallas, Austin, San Antonio, Minneapolis, St Louis, New Orleans, Milwaukee,
  Kansas City, Nashville, Memphis, Illinois, Wisconsin, Minnesota, Iowa, Missouri, Louisiana, Texas, Oklahoma,
  Alabama
America/Denver: Mountain, Colorado, Salt Lake City, Utah, Albuquerque, New Mexico, Wyoming, Montana
America/Phoenix: Arizona, Tucson
America/Los_Angeles: heure du Pacifique, hora del Pacífico, tiempo del Pacífico, Westküste, 美西, 美国西部, LA,
  L.A., Pacific, West Coast, US West Coast, US West, California, San Francisco, SF, San Diego, Oakland,
  Berkeley, San Jose, Sacramento, Seattle, Portland, Nevada, Las Vegas, Silicon Valley
America/Anchorage: Alaska
Pacific/Honolulu: Hawaii, Hawai'i, Hawaiian
America/Detroit: Michigan
America/Halifax: Atlantic, Nova Scotia, Atlantic Canada
America/St_Johns: Newfoundland, St John's
America/Toronto: Ottawa, Montreal, Montréal, Québec, Quebec, Ontario
America/Winnipeg: Manitoba
America/Edmonton: Calgary, Alberta
America/Regina: Saskatchewan, Saskatoon
America/Vancouver: British Columbia, BC, Victoria BC
America/Mexico_City: Mex, Mexico, Mexican, mexicana, México, Ciudad de México, CDMX, Guadalajara, Centro de México
America/Havana: Cuban, cubana, Cuba, La Habana
America/Sao_Paulo: Bra, Brazil, Brazilian, brasileiro, brasileira, Brasil, Brasília, Brasilia, Rio de Janeiro, Rio,
  Porto Alegre, Belo Horizonte, Curitiba
America/Argentina/Buenos_Aires: Arg, Argentine, argentinische, Argentinian, Rosario
America/Santiago: Chilean, chilena, Santiago de Chile
America/Bogota: Col, Colombian, colombiana, Medellín, Cali
America/Lima: Peruvian, peruana
America/Caracas: Venezuelan, venezolana
America/La_Paz: Bolivian, boliviana
America/Guayaquil: Ecu, Quito, Ecuadorian, ecuatoriana
America/Montevideo: Uru, Uruguayan, uruguaya
America/Guatemala: Guatemala City
America/Managua: Nicaraguan
America/Puerto_Rico: San Juan
America/Jamaica: Kingston
Australia/Sydney: New South Wales, NSW, Canberra, Sidney, Australian East Coast
Australia/Melbourne: Victoria
Australia/Brisbane: Queensland, Gold Coast
Australia/Adelaide: South Australia
Australia/Darwin: Northern Territory
Australia/Hobart: Tasmania
Pacific/Auckland: New Zealand, NZ, Wellington, Christchurch, Dunedin, Aotearoa
Pacific/Fiji: Suva, Fijian
Pacific/Chatham: Chatham Islands
Etc/UTC: UTC, TU, Z, Zulu, Coordinated Universal, Universal, World, UTC+0, Universal Coordinated, TUC, Weltzeit
"""


def place_rows() -> dict[str, tuple[str, ...]]:
    """Returns each zone with further names of places where its clock is used."""
    rows: dict[str, tuple[str, ...]] = {}
    for row in _ROWS.replace("\n  ", " ").strip().splitlines():
        timezone, _, names = row.partition(":")
        rows[timezone] = tuple(name.strip() for name in names.split(","))
    return rows
