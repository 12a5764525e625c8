/** The emoji that people at work use most, by Slack's names; any other stays as it was typed, between colons. */

const LISTED = `
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 ok_hand 👌 clap 👏 wave 👋 pray 🙏 raised_hands 🙌 muscle 💪 point_up ☝️ point_up_2 👆
point_down 👇 point_left 👈 point_right 👉 raised_hand ✋ hand ✋ handshake 🤝 crossed_fingers 🤞 v ✌️ fist ✊ facepunch 👊
open_hands 👐 writing_hand ✍️ call_me_hand 🤙 i_love_you_hand_sign 🤟 pinched_fingers 🤌 saluting_face 🫡 man-shrugging 🤷‍♂️
woman-shrugging 🤷‍♀️ shrug 🤷 face_palm 🤦 man-facepalming 🤦‍♂️ woman-facepalming 🤦‍♀️ raising_hand 🙋 bow 🙇 technologist 🧑‍💻
smile 😄 smiley 😃 grinning 😀 grin 😁 laughing 😆 satisfied 😆 sweat_smile 😅 joy 😂 rolling_on_the_floor_laughing 🤣
slightly_smiling_face 🙂 upside_down_face 🙃 wink 😉 blush 😊 innocent 😇 heart_eyes 😍 star-struck 🤩 kissing_heart 😘 yum 😋
stuck_out_tongue 😛 zany_face 🤪 hugging_face 🤗 shushing_face 🤫 thinking_face 🤔 zipper_mouth_face 🤐 neutral_face 😐
expressionless 😑 no_mouth 😶 smirk 😏 unamused 😒 face_with_rolling_eyes 🙄 grimacing 😬 relieved 😌 pensive 😔 sleepy 😪
sleeping 😴 mask 😷 face_with_thermometer 🤒 nauseated_face 🤢 dizzy_face 😵 exploding_head 🤯 partying_face 🥳 sunglasses 😎
nerd_face 🤓 confused 😕 worried 😟 slightly_frowning_face 🙁 white_frowning_face ☹️ open_mouth 😮 hushed 😯 astonished 😲
flushed 😳 pleading_face 🥺 fearful 😨 cold_sweat 😰 cry 😢 sob 😭 scream 😱 disappointed 😞 sweat 😓 weary 😩 tired_face 😫
yawning_face 🥱 triumph 😤 rage 😡 angry 😠 skull 💀 hankey 💩 ghost 👻 alien 👽 robot_face 🤖 melting_face 🫠 smiling_face_with_tear 🥲
heart ❤️ orange_heart 🧡 yellow_heart 💛 green_heart 💚 blue_heart 💙 purple_heart 💜 black_heart 🖤 broken_heart 💔 sparkling_heart 💖
two_hearts 💕 100 💯 boom 💥 collision 💥 dizzy 💫 sweat_drops 💦 dash 💨 zzz 💤 speech_balloon 💬 thought_balloon 💭 left_speech_bubble 🗨️
eyes 👀 eye 👁️ brain 🧠 bust_in_silhouette 👤 busts_in_silhouette 👥 speaking_head_in_silhouette 🗣️ detective 🕵️ construction_worker 👷
fire 🔥 sparkles ✨ star ⭐ star2 🌟 tada 🎉 confetti_ball 🎊 balloon 🎈 gift 🎁 trophy 🏆 medal 🎖️ first_place_medal 🥇 rocket 🚀
sunny ☀️ partly_sunny ⛅ cloud ☁️ rain_cloud 🌧️ lightning ⚡ zap ⚡ snowflake ❄️ umbrella ☔ rainbow 🌈 ocean 🌊 crescent_moon 🌙
dog 🐶 cat 🐱 fox_face 🦊 bear 🐻 panda_face 🐼 monkey_face 🐵 see_no_evil 🙈 hear_no_evil 🙉 speak_no_evil 🙊 penguin 🐧 owl 🦉
unicorn_face 🦄 bee 🐝 bug 🐛 turtle 🐢 snail 🐌 octopus 🐙 whale 🐳 dolphin 🐬 duck 🦆 seedling 🌱 evergreen_tree 🌲 four_leaf_clover 🍀
cactus 🌵 tulip 🌷 sunflower 🌻 mushroom 🍄 apple 🍎 banana 🍌 lemon 🍋 strawberry 🍓 avocado 🥑 pizza 🍕 taco 🌮 hamburger 🍔 popcorn 🍿
cake 🍰 birthday 🎂 cookie 🍪 doughnut 🍩 coffee ☕ tea 🍵 beer 🍺 beers 🍻 wine_glass 🍷 champagne 🍾 tropical_drink 🍹
house 🏠 office 🏢 hospital 🏥 bank 🏦 school 🏫 factory 🏭 car 🚗 taxi 🚕 bus 🚌 bike 🚲 train 🚆 airplane ✈️ ship 🚢 construction 🚧
vertical_traffic_light 🚦 rotating_light 🚨 fire_engine 🚒 ambulance 🚑 earth_africa 🌍 globe_with_meridians 🌐 world_map 🗺️
computer 💻 desktop_computer 🖥️ keyboard ⌨️ printer 🖨️ computer_mouse 🖱️ iphone 📱 telephone ☎️ phone ☎️ telephone_receiver 📞 battery 🔋
electric_plug 🔌 floppy_disk 💾 cd 💿 camera 📷 video_camera 📹 tv 📺 headphones 🎧 microphone 🎤 satellite_antenna 📡 bulb 💡 flashlight 🔦
lock 🔒 unlock 🔓 closed_lock_with_key 🔐 key 🔑 old_key 🗝️ hammer 🔨 wrench 🔧 hammer_and_wrench 🛠️ nut_and_bolt 🔩 gear ⚙️ link 🔗
paperclip 📎 scissors ✂️ pushpin 📌 round_pushpin 📍 triangular_flag_on_post 🚩 memo 📝 pencil ✏️ pencil2 ✏️ lower_left_ballpoint_pen 🖊️ book 📖 books 📚
bookmark 🔖 label 🏷️ ticket 🎫 admission_tickets 🎟️ clipboard 📋 page_facing_up 📄 newspaper 📰 file_folder 📁 open_file_folder 📂 card_index_dividers 🗂️
date 📅 calendar 📆 spiral_calendar_pad 🗓️ chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊 email 📧 envelope ✉️ e-mail 📧
inbox_tray 📥 outbox_tray 📤 package 📦 mailbox 📫 mega 📣 loudspeaker 📢 bell 🔔 no_bell 🔕 moneybag 💰 money_with_wings 💸 credit_card 💳
dollar 💵 euro 💶 receipt 🧾 abacus 🧮 mag 🔍 mag_right 🔎 microscope 🔬 telescope 🔭 shield 🛡️ crossed_swords ⚔️ bomb 💣 pill 💊 broom 🧹 wastebasket 🗑️
hourglass ⌛ hourglass_flowing_sand ⏳ watch ⌚ alarm_clock ⏰ stopwatch ⏱️ timer_clock ⏲️ clock1 🕐 clock3 🕒 clock6 🕕 clock9 🕘 clock12 🕛
white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️ x ❌ negative_squared_cross_mark ❎ heavy_multiplication_x ✖️ heavy_plus_sign ➕ heavy_minus_sign ➖
question ❓ grey_question ❔ exclamation ❗ heavy_exclamation_mark ❗ bangbang ‼️ interrobang ⁉️ warning ⚠️ no_entry ⛔ no_entry_sign 🚫 octagonal_sign 🛑
information_source ℹ️ sos 🆘 new 🆕 free 🆓 up 🆙 ok 🆗 cool 🆒 recycle ♻️ infinity ♾️ copyright ©️ registered ®️ tm ™️ heavy_dollar_sign 💲
arrow_up ⬆️ arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️ arrow_upper_right ↗️ arrows_counterclockwise 🔄 repeat 🔁 leftwards_arrow_with_hook ↩️ arrow_forward ▶️
double_vertical_bar ⏸️ black_square_for_stop ⏹️ fast_forward ⏩ rewind ⏪ twisted_rightwards_arrows 🔀 back 🔙 end 🔚 soon 🔜 top 🔝
red_circle 🔴 large_orange_circle 🟠 large_yellow_circle 🟡 large_green_circle 🟢 large_blue_circle 🔵 large_purple_circle 🟣 white_circle ⚪ black_circle ⚫
red_square 🟥 large_green_square 🟩 large_blue_square 🟦 small_red_triangle 🔺 small_red_triangle_down 🔻 small_blue_diamond 🔹 small_orange_diamond 🔸
zero 0️⃣ one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ keycap_ten 🔟 hash #️⃣ 1234 🔢 abc 🔤
soccer ⚽ basketball 🏀 dart 🎯 game_die 🎲 video_game 🎮 jigsaw 🧩 art 🎨 musical_note 🎵 guitar 🎸 movie_camera 🎥 clapper 🎬 crystal_ball 🔮 magic_wand 🪄
waving_white_flag 🏳️ checkered_flag 🏁 rainbow-flag 🏳️‍🌈 flag-de 🇩🇪 flag-fr 🇫🇷 flag-gb 🇬🇧 flag-us 🇺🇸 flag-eu 🇪🇺 flag-es 🇪🇸 flag-it 🇮🇹 flag-jp 🇯🇵
sunrise 🌅 city_sunset 🌆 beach_with_umbrella 🏖️ palm_tree 🌴 camping 🏕️ christmas_tree 🎄 jack_o_lantern 🎃 fireworks 🎆 snowman ⛄ baby 👶 crown 👑
`;

/** The character of each name. */
export const EMOJI = new Map(pairs(LISTED.trim().split(/\s+/)));

function* pairs(words) {
  for (let index = 0; index < words.length; index += 2) yield [words[index], words[index + 1]];
}
