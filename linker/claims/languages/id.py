"""Indonesian."""

from linker.claims.languages import Language, phrases, words

LANGUAGE = Language(
    code="id",
    common=words("""
        yang dan di ke dari pada untuk dengan dalam oleh itu ini adalah akan telah sudah belum tidak bukan juga saat ketika
        karena jika agar bisa dapat harus ada para sebuah seorang kami kita mereka dia ia saya anda lebih sangat sebagai
        seperti hingga sampai antara setelah sebelum masih hanya namun tetapi atau tersebut secara bahwa dua tiga
        kemarin menurut
    """),
    speech=words("""
        kata katanya ujar ujarnya ucap ucapnya tutur tuturnya jelas jelasnya ungkap ungkapnya imbuh imbuhnya tegas tegasnya
        tambah tambahnya lanjut lanjutnya sebut sebutnya papar paparnya terang terangnya tulis tulisnya cuit cuitnya
        mengatakan menyatakan mengingatkan mengatakan memastikan menyebut menerangkan mengutarakan membenarkan menjelaskan menegaskan menambahkan mengungkapkan menyebut menyebutkan menuturkan
        memaparkan mengaku menilai berkata mengumumkan memperingatkan menulis mencuit membantah mengklaim
        menyampaikan melaporkan mengimbau meminta berharap menekankan bertanya menjawab mengakui
        pungkas pungkasnya kicau keluh tandas tandasnya bilang keluhnya mengeluhkan mengeluh menyayangkan menyarankan
    """),
    reporting=words("menuduh menyebutnya mengecam menolak mengkritik memuji percaya berjanji"),
    according=phrases("""
        menurut
        berdasarkan keterangan
    """),
    that=words("bahwa jika kalau apakah"),
    clause=words("bahwa dan tetapi namun atau karena jika ketika saat sehingga agar"),
    relative=words("yang"),
    pronouns={"dia": None, "ia": None, "beliau": None, "mereka": "p"},
    mute=words("saya kami kita anda aku kamu"),
    prepositions=words("di ke dari pada untuk dengan dalam oleh kepada tentang saat usai melalui lewat"),
    between=words("juga kemudian lalu pun telah sudah turut kembali lagi menegaskan menambahkan"),
    finite=words("adalah ialah akan telah sudah sedang dapat bisa harus tidak"),
    locative=words("di ke dari"),
    titles=words("""
        presiden wakil menteri gubernur bupati wali kota walikota ketua sekretaris jenderal kolonel kapolri kapolda kepala
        direktur anggota dpr dprd juru bicara jubir pengamat pelatih kapten dokter profesor prof dr hakim jaksa
        pengacara raja ratu paus perdana energi luar negeri pertahanan keuangan dalam bpbd polisi komisaris
        bapak ibu pak bu sang mantan peneliti penyanyi aktor aktris
    """),
    honorifics={"pak": "m", "bapak": "m", "raja": "m"},
    roles=words("""
        polisi pemerintah kementerian sumber juru jubir perusahaan partai warga saksi pihak pengadilan kremlin laporan
        studi survei tentara militer kejaksaan korban dokter ahli pakar peneliti federasi
    """),
    sources=words("""
        unggahan postingan cuitan video foto gambar halaman akun kanal artikel koran harian situs media pernyataan surat
        dokumen data putusan pria wanita perempuan laki-laki anak ibu ayah orang kakak adik tetangga teman rekan pengguna
        warganet pembaca penumpang keluarga mahasiswa guru perawat maskapai rumah sekolah gereja masjid klub yayasan
        lembaga universitas gerakan oposisi badan dinas
    """),
    particles=words("bin binti al van de"),
    not_names=words(
        "senin selasa rabu kamis jumat sabtu minggu januari februari maret april mei juni juli agustus september oktober november desember jakarta"
    ),
    organisations=words(
        "partai pengadilan universitas kementerian dpr bank dewan komisi uni antara nato pbb reuters bulog walhi bmkg bpbd pln pertamina polri tni kpk kremlin badan"
    ),
    abbreviations=words("dr prof ir drs h hj no jl dll dsb dst a.n kab kec rp tgl"),
    negations=words("tidak bukan belum jangan tanpa tak tiada"),
    articles=words("sang si para seorang sebuah beberapa"),
    furniture=(
        r"baca (?:juga|selengkapnya|lebih|pula|artikel)\b.{0,160}$",
        r"(?:lihat|simak|tonton|saksikan) (?:juga|video|selengkapnya|pula)\b.{0,160}$",
        r"(?:foto|gambar|video|sumber|ilustrasi|dok|editor|reporter|penulis)\.?\s?[:/]",
        r"(?:iklan|advertisement|ikuti|bagikan|gabung|klik|berlangganan|dapatkan)\b.{0,180}$",
        r"(?:berita|artikel) (?:terkait|lainnya|populer)\b.{0,100}$",
        r"artikel ini (?:telah|pernah|sudah)\b.{0,160}$",
    ),
    drops_pronouns=True,
)
